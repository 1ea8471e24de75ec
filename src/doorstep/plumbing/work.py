"""Background work that survives a crash: DBOS on the same database.

A job is enqueued inside the caller's transaction, so that it runs if and only if that commits.
After a crash it is started again: handlers must be idempotent.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from doorstep.plumbing.db import Database, close_engine

Handler: TypeAlias = Callable[[dict[str, Any]], None]

_QUEUE = "jobs"
_WORKFLOW = "doorstep_job"
_POLL_S = 0.25
# DBOS only takes up the unfinished jobs of its own application version.
_APPLICATION_VERSION = "1"


class JobInterrupted(BaseException):
    """Raised by a handler that gives up because the process ends: the job starts over.

    Not an ``Exception``, because DBOS writes those down as the job's end.
    """


_handlers: dict[str, Handler] = {}


@DBOS.step(name="doorstep_step")
def _run_step(job: str, payload: dict[str, Any]) -> None:
    _handlers[job](payload)


@DBOS.workflow(name=_WORKFLOW)
def _run_job(job: str, payload: dict[str, Any]) -> None:
    _run_step(job, payload)


class Work:
    """The queue of one process; DBOS allows one running at a time in a process.

    Parameters
    ----------
    database
        Where the jobs are kept, beside the business tables.
    concurrency
        How many jobs run at once.
    """

    def __init__(self, database: Database, concurrency: int = 2) -> None:
        self._database = database
        self._concurrency = concurrency
        self._client: DBOSClient | None = None
        # DBOS begins its transactions itself, so it cannot share the engine of our sessions.
        self._engine: Engine | None = None

    @property
    def is_running(self) -> bool:
        """Tell whether jobs are taken; once it is false, long ones give up and start over."""
        return self._client is not None

    def handle(self, job: str, handler: Handler) -> None:
        """Have ``handler`` called with the payload of each ``job``; must be idempotent."""
        _handlers[job] = handler

    def start(self) -> None:
        """Take up unfinished jobs and wait for new ones; makes DBOS' own tables if need be."""
        self._engine = self._database.new_engine()
        DBOS(
            config=DBOSConfig(
                name="doorstep",
                system_database_url=self._database.url,
                system_database_engine=self._engine,
                application_version=_APPLICATION_VERSION,
                executor_id="local",
                serializer=DBOSPortableJSONSerializer(),
                log_level="WARNING",
            )
        )
        DBOS.launch()
        DBOS.register_queue(
            _QUEUE, worker_concurrency=self._concurrency, polling_interval_sec=_POLL_S
        )
        self._client = DBOSClient(
            system_database_url=self._database.url,
            system_database_engine=self._engine,
            serializer=DBOSPortableJSONSerializer(),
        )

    def enqueue(self, session: Session, job: str, payload: dict[str, Any]) -> None:
        """Add a job inside the caller's transaction.

        Raises
        ------
        RuntimeError
            The queue is not started.
        """
        if self._client is None:
            message = "the work queue is not started"
            raise RuntimeError(message)
        self._client.enqueue_in_transaction(
            session,
            {
                "workflow_name": _WORKFLOW,
                "queue_name": _QUEUE,
                "app_version": _APPLICATION_VERSION,
            },
            job,
            payload,
        )

    def stop(self) -> None:
        """Stop taking jobs; those which run are taken up again at the next start."""
        self._client = None
        DBOS.destroy()
        if self._engine is not None:
            close_engine(self._engine)
