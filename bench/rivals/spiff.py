"""SpiffWorkflow: the process as BPMN, one row with its JSON, loaded and written in each step.

Twice. As its serializer does by itself: the JSON holds the process with the state of its tasks. And tuned by
us: the parsed process is kept in memory and left out of the JSON, so that a step reads and writes the state
only. sqlite3 and psycopg are used directly in both.
"""

from __future__ import annotations

import io
import os
import sqlite3
from collections.abc import Mapping
from itertools import pairwise
from typing import Any
from uuid import UUID

import psycopg
from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter, WorkflowConverter
from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from .engine import STEPS

_SPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def _process() -> str:
    nodes = ["start", *STEPS, "end"]
    kinds = ["startEvent", *["manualTask"] * len(STEPS), "endEvent"]
    made = [f'<bpmn:{kind} id="{name}" name="{name}"/>' for name, kind in zip(nodes, kinds, strict=True)]
    made += [
        f'<bpmn:sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>'
        for n, (a, b) in enumerate(pairwise(nodes))
    ]
    body = "".join(made)
    return (
        f'<bpmn:definitions xmlns:bpmn="{_SPACE}" targetNamespace="yimen">'
        f'<bpmn:process id="licence" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'
    )


def _spec() -> Any:
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(io.BytesIO(_process().encode())))
    return parser.get_spec("licence")


class _StateOnly(BpmnWorkflowConverter):
    """The state of the tasks without the process, which does not change."""

    spec: Any = None

    def to_dict(self, workflow: Any) -> dict[str, Any]:
        made: dict[str, Any] = WorkflowConverter.to_dict(self, workflow)
        return {**made, "spec": None, "subprocess_specs": {}, "subprocesses": {}, "bpmn_events": []}

    def from_dict(self, found: dict[str, Any]) -> Any:
        made = self.target_class(_StateOnly.spec, {}, deserializing=True)
        made.tasks = self.mapping_from_dict(found["tasks"], UUID, workflow=made)
        made.task_tree = made.tasks[UUID(found["root"])]
        self.set_default_attributes(made, found)
        return made


class Spiff:
    """SpiffWorkflow: one JSON row a process; no clock, no permission, no history row, no list of work."""

    config: Mapping[Any, Any] = DEFAULT_CONFIG

    def __init__(self) -> None:
        self.spec = _StateOnly.spec = _spec()
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(dict(self.config)))
        url = os.environ["DATABASE_URL"]
        self.sqlite = url.startswith("sqlite")
        self.link: Any
        if self.sqlite:
            self.link = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
            self.link.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
        else:
            self.link = psycopg.connect(url, autocommit=True)
        key = "INTEGER" if self.sqlite else "BIGSERIAL"
        self.link.execute(f"CREATE TABLE process (id {key} PRIMARY KEY, state TEXT NOT NULL)")
        self.begin = "BEGIN IMMEDIATE" if self.sqlite else "BEGIN"
        self.mark = "?" if self.sqlite else "%s"
        self.lock = "" if self.sqlite else " FOR UPDATE"

    def prepare(self, count: int) -> int:
        """Nothing to prepare: a process begins with its submission."""
        return count

    def run(self, prepared: int) -> None:
        """Start and finish so many processes."""
        for _ in range(prepared):
            key = self._start()
            for step in STEPS:
                self._step(key, step)

    def _start(self) -> int:
        self.link.execute(self.begin)
        flow = BpmnWorkflow(self.spec)
        flow.do_engine_steps()
        text = self.serializer.serialize_json(flow)
        sql = f"INSERT INTO process (state) VALUES ({self.mark}) RETURNING id"
        (key,) = self.link.execute(sql, (text,)).fetchone()
        self.link.execute("COMMIT")
        return int(key)

    def _step(self, key: int, step: str) -> None:
        self.link.execute(self.begin)
        sql = f"SELECT state FROM process WHERE id = {self.mark}{self.lock}"
        flow = self.serializer.deserialize_json(self.link.execute(sql, (key,)).fetchone()[0])
        (task,) = flow.get_tasks(spec_name=step, state=TaskState.READY)
        task.run()
        flow.do_engine_steps()
        text = self.serializer.serialize_json(flow)
        self.link.execute(f"UPDATE process SET state = {self.mark} WHERE id = {self.mark}", (text, key))
        self.link.execute("COMMIT")


class Tuned(Spiff):
    """SpiffWorkflow tuned: the same, with the process left out of the JSON."""

    config = {**DEFAULT_CONFIG, BpmnWorkflow: _StateOnly}


def contender() -> Spiff:
    """The contender of this module."""
    return Spiff()
