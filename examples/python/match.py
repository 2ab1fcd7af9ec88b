#!/usr/bin/env python3
"""Ranks opportunities for one profile and prints them as a table or as JSON.

A small client of loopbaanbrug.v1.MatchService. It has no generated code: it asks the server for its descriptors through
gRPC server reflection and builds the messages from them.

A profile describes a person. This program reads it, sends it and forgets it: nothing of it is printed or logged, not
even when it cannot be read.

Exit status: 0 when the server answered, 1 when it refused or could not be reached, 2 when the arguments or the profile
are wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import json_format
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.descriptor_database import DescriptorDatabase
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass
from google.rpc import error_details_pb2, status_pb2
from grpc_reflection.v1alpha.reflection_pb2 import ServerReflectionRequest, ServerReflectionResponse

SERVICE = "loopbaanbrug.v1.MatchService"
METHOD = "Match"
# Every call ends within this time, also when the server hangs.
DEADLINE_SECONDS = 15.0
# The service never gives more matches than this in one sequence of pages.
MAX_MATCHES = 1_000
MAX_PAGE_SIZE = 100
# Widest title and employer in the table.
MAX_COLUMN = 40


class ProfileError(Exception):
    """The profile file cannot be used."""


class ReflectionError(Exception):
    """The server does not describe the service."""


# --- Descriptors ---


def fetch_descriptors(channel: grpc.Channel, version: str) -> DescriptorDatabase:
    """Asks for the file that declares the service and for every file it depends on.

    version is "v1" or "v1alpha"; the two differ in the name of the service only.
    """
    ask = channel.stream_stream(
        f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
        request_serializer=ServerReflectionRequest.SerializeToString,
        response_deserializer=ServerReflectionResponse.FromString,
    )
    database = DescriptorDatabase()
    known: set[str] = set()
    asked: set[str] = set()
    needed: set[str] = set()
    questions = [ServerReflectionRequest(file_containing_symbol=SERVICE)]
    while questions:
        for answer in ask(iter(questions), timeout=DEADLINE_SECONDS):
            if answer.HasField("error_response"):
                raise ReflectionError(f"the server does not describe {SERVICE}: {answer.error_response.error_message}")
            for encoded in answer.file_descriptor_response.file_descriptor_proto:
                file = FileDescriptorProto.FromString(encoded)
                if file.name not in known:
                    known.add(file.name)
                    needed.update(file.dependency)
                    database.Add(file)
        missing = needed - known - asked
        asked |= missing
        questions = [ServerReflectionRequest(file_by_filename=name) for name in sorted(missing)]
    return database


def find_method(channel: grpc.Channel) -> MethodDescriptor:
    """The descriptor of the method, through reflection v1 or, on an older server, v1alpha."""
    for version in ("v1", "v1alpha"):
        try:
            database = fetch_descriptors(channel, version)
            break
        except grpc.RpcError as error:
            if error.code() is not grpc.StatusCode.UNIMPLEMENTED:
                raise
    else:
        raise ReflectionError("the server has no reflection")
    try:
        return DescriptorPool(database).FindServiceByName(SERVICE).methods_by_name[METHOD]
    except (KeyError, TypeError) as error:
        raise ReflectionError(f"the descriptors of the server do not hold {SERVICE}.{METHOD}") from error


def enum_name(message: Message, field: str) -> str:
    """The name of an enum value, or its number when the server's descriptors do not name it."""
    number = getattr(message, field)
    value = message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number.get(number)
    return value.name if value else str(number)


# --- Profile ---


def read_json(path: Path) -> str:
    """The text of a file that holds JSON."""
    try:
        text = path.read_text(encoding="utf-8")
        json.loads(text)
    except OSError as error:
        raise ProfileError(error.strerror) from None
    except json.JSONDecodeError as error:
        raise ProfileError(f"not JSON: line {error.lineno}, column {error.colno}: {error.msg}") from None
    except (UnicodeDecodeError, RecursionError):
        raise ProfileError("not JSON in UTF-8") from None
    return text


def parse_profile(text: str, profile: Message) -> None:
    """Reads canonical proto3 JSON into profile.

    The message of ParseError may quote the profile, so that only the names of fields are taken from it.
    """
    try:
        json_format.Parse(text, profile)
    except json_format.ParseError as error:
        path = ["profile", *re.findall(r"Failed to parse ([a-z]\w*) field", str(error))]
        unknown = re.search(r'has no field named "(\w+)"', str(error))
        reason = f"unknown field {unknown[1]}" if unknown else "wrong value"
        raise ProfileError(f"not a profile: {reason} in {'.'.join(path)}") from None


# --- Match ---


def pages(call: Callable[..., Message], request: Message, every_page: bool) -> Iterator[Message]:
    """Yields the first answer and, when asked, those that follow it, up to MAX_MATCHES matches."""
    received = 0
    while True:
        response = call(request, timeout=DEADLINE_SECONDS)
        yield response
        received += len(response.matches)
        if not every_page or not response.next_page_token:
            return
        if received >= MAX_MATCHES or not response.matches:
            print(f"Stopped after {received} matches; there are more.", file=sys.stderr)
            return
        request.page_token = response.next_page_token


def find_matches(channel: grpc.Channel, profile: str, arguments: argparse.Namespace) -> list[Message]:
    """Sends the profile and gives the answers, one for each page."""
    method = find_method(channel)
    request_class = GetMessageClass(method.input_type)
    response_class = GetMessageClass(method.output_type)
    # Keys, points and classes are all that the JSON output needs.
    view = "MATCH_VIEW_KEYS" if arguments.json else "MATCH_VIEW_BASIC"
    request = request_class(page_size=arguments.limit, view=view)
    # An empty profile is a valid one; without this line it would be left out.
    request.profile.SetInParent()
    parse_profile(profile, request.profile)
    call = channel.unary_unary(
        f"/{SERVICE}/{METHOD}",
        request_serializer=request_class.SerializeToString,
        response_deserializer=response_class.FromString,
    )
    return list(pages(call, request, arguments.all))


# --- Output ---


def one_line(text: str, width: int | None = None) -> str:
    """A text of the server on one line, without characters that steer a terminal, shortened to width."""
    text = "".join(c for c in " ".join(text.split()) if c.isprintable())
    return text if width is None or len(text) <= width else text[: width - 1] + "…"


def title_and_employer(opportunity: Message) -> tuple[str, str]:
    """What an opportunity is called and who offers it."""
    if opportunity.WhichOneof("content") == "route":
        return opportunity.route.title, opportunity.route.provider
    return opportunity.vacancy.title, opportunity.vacancy.employer


def print_json(answers: list[Message]) -> None:
    """Prints a list of objects with key, points and class."""
    matches = [
        {"key": match.key, "points": match.points, "class": enum_name(match, "class")}
        for answer in answers
        for match in answer.matches
    ]
    json.dump(matches, sys.stdout, ensure_ascii=False, indent=2)
    print()


def print_table(answers: list[Message]) -> None:
    """Prints a row for each match, and what was left out."""
    first = answers[0]
    rows = [("#", "points", "class", "title", "offered by", "key")]
    for answer in answers:
        for match in answer.matches:
            title, employer = title_and_employer(match.opportunity)
            rows.append(
                (
                    str(len(rows)),
                    str(match.points),
                    enum_name(match, "class").replace("MATCH_CLASS_", "").replace("_", " ").lower(),
                    one_line(title, MAX_COLUMN),
                    one_line(employer, MAX_COLUMN),
                    one_line(match.key),
                )
            )
    print(f"{len(rows) - 1} of {first.total} matches; at most {first.points_possible} points for this profile.")
    if len(rows) > 1:
        print()
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        for row in rows:
            cells = [
                cell.rjust(width) if column < 2 else cell.ljust(width)
                for column, (cell, width) in enumerate(zip(row, widths))
            ]
            print("  ".join(cells).rstrip())
    if first.exclusions:
        print("\nLeft out:")
        for exclusion in first.exclusions:
            print(f"  {exclusion.removed}: {one_line(exclusion.sentence)}")


def error_details(error: Any) -> Iterator[str]:
    """The google.rpc details of a failed call, a line each."""
    trailers = dict(error.trailing_metadata() or ())
    try:
        details = status_pb2.Status.FromString(trailers.get("grpc-status-details-bin", b"")).details
    except DecodeError:
        return
    info = error_details_pb2.ErrorInfo()
    request = error_details_pb2.BadRequest()
    retry = error_details_pb2.RetryInfo()
    for detail in details:
        if detail.Unpack(info):
            metadata = ", ".join(f"{key} = {value}" for key, value in sorted(info.metadata.items()))
            yield f"reason: {info.reason}" + (f" ({metadata})" if metadata else "")
        elif detail.Unpack(request):
            for violation in request.field_violations:
                yield f"{violation.field}: {violation.description}"
        elif detail.Unpack(retry):
            yield f"try again after {retry.retry_delay.ToMilliseconds() / 1000:g} s"


def print_call_error(server: str, error: Any) -> None:
    """Says on standard error why a call failed."""
    print(f"{server}: {error.code().name}: {one_line(error.details() or 'no message')}", file=sys.stderr)
    for line in error_details(error):
        print(f"  {one_line(line)}", file=sys.stderr)


# --- Program ---


def page_size(text: str) -> int:
    """A number of matches that the service accepts."""
    if not text.isdecimal() or not 1 <= int(text) <= MAX_PAGE_SIZE:
        raise argparse.ArgumentTypeError(f"must be a number between 1 and {MAX_PAGE_SIZE}")
    return int(text)


def parse_arguments() -> argparse.Namespace:
    """The arguments of the command line."""
    parser = argparse.ArgumentParser(description="Ranks opportunities for one profile.")
    parser.add_argument("--server", default="127.0.0.1:50161", metavar="HOST:PORT", help="default %(default)s")
    parser.add_argument("--profile", required=True, type=Path, metavar="FILE", help="a profile in proto3 JSON")
    parser.add_argument(
        "--limit", default=20, type=page_size, metavar="N", help="matches in one answer, 1 to 100; default %(default)s"
    )
    parser.add_argument(
        "--all", action="store_true", help=f"ask every page, N matches at a time, up to {MAX_MATCHES} matches"
    )
    parser.add_argument("--json", action="store_true", help="print key, points and class as JSON")
    return parser.parse_args()


def main() -> int:
    """Runs the program and gives its exit status."""
    arguments = parse_arguments()
    try:
        profile = read_json(arguments.profile)
        with grpc.insecure_channel(arguments.server) as channel:
            answers = find_matches(channel, profile, arguments)
    except ProfileError as error:
        print(f"{arguments.profile}: {error}", file=sys.stderr)
        return 2
    except ReflectionError as error:
        print(f"{arguments.server}: {one_line(str(error))}", file=sys.stderr)
        return 1
    except grpc.RpcError as error:
        print_call_error(arguments.server, error)
        return 1
    (print_json if arguments.json else print_table)(answers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
