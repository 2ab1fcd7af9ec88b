//! Places in records: `{"pc4":"3511"}` or `{"lat":52.09,"lon":5.12}`.

use super::{
    fields::{Fields, Node, number},
    object_writer::ObjectWriter,
};
use crate::domain::{Coordinates, Pc4, Place};

pub(super) fn read(node: Node<'_>) -> Option<Place> {
    let mut fields = node.fields()?;
    let place = match (fields.has("pc4"), fields.has("lat") || fields.has("lon")) {
        (true, true) => {
            node.report.add(node.path, "ambiguous", "must have either pc4, or lat and lon; has both");
            None
        }
        (false, true) => coordinates(&mut fields).map(Place::Coordinates),
        _ => {
            fields.required("pc4", "a four-digit postcode, or lat and lon", |pc4| pc4.parse(Pc4::parse)).map(Place::Pc4)
        }
    };
    fields.knows(&["pc4", "lat", "lon"]);
    fields.finish();
    place
}

fn coordinates(fields: &mut Fields<'_>) -> Option<Coordinates> {
    let latitude = fields.required("lat", "the latitude in degrees", number);
    let longitude = fields.required("lon", "the longitude in degrees", number);
    fields.node().accept(Coordinates::from_degrees(latitude?, longitude?))
}

pub(super) fn write(place: Place) -> ObjectWriter {
    let mut object = ObjectWriter::default();
    match place {
        Place::Pc4(pc4) => object.field("pc4", pc4.to_string()),
        Place::Coordinates(point) => {
            object.field("lat", point.latitude());
            object.field("lon", point.longitude());
        }
    }
    object
}
