from pathlib import Path

import pytest
from psycopg import AsyncConnection
from psycopg.conninfo import make_conninfo

from bot.doctor.database import MIN_FREE_BYTES, database_findings
from bot.doctor.finding import Finding
from tests.doctor.findings import named, states

SECRET = "s3cr3t"


async def found(url: str | None, folder: Path) -> list[Finding]:
    return await database_findings(url, folder / "postgres")


async def tables(url: str) -> list[str]:
    query = "select relname from pg_class where relnamespace = 'public'::regnamespace"
    async with await AsyncConnection.connect(url) as connection:
        return [name async for (name,) in await connection.execute(query)]


async def execute(url: str, statement: str) -> None:
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(statement.encode())


async def test_a_migrated_database_is_fine(database_url: str, tmp_path: Path) -> None:
    findings = await found(database_url, tmp_path)
    assert states(findings) == {
        "database": "fine",
        "tables": "fine",
        "room on the disk": "unknown",
        "heartbeat": "warning",
    }
    assert "PostgreSQL" in named(findings, "database").what


async def test_an_empty_database_is_a_warning_and_stays_empty(
    empty_url: str, tmp_path: Path
) -> None:
    findings = await found(empty_url, tmp_path)
    assert states(findings)["tables"] == "warning"
    assert "python -m bot serve" in named(findings, "tables").remedy
    assert states(findings)["heartbeat"] == "unknown"
    assert await tables(empty_url) == []


async def test_the_connection_cannot_write(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def writes(connection: AsyncConnection, _: object) -> tuple[()]:
        await connection.execute("create table mistake (id int)")
        return ()

    monkeypatch.setattr("bot.doctor.database.missing_migrations", writes)
    finding = named(await found(database_url, tmp_path), "database")
    assert (finding.state, finding.what) == (
        "problem",
        "it refused to be read (ReadOnlySqlTransaction)",
    )


async def test_a_database_that_takes_no_writes_is_a_problem(
    database_url: str, tmp_path: Path
) -> None:
    read_only = make_conninfo(database_url, options="-c default_transaction_read_only=on")
    finding = named(await found(read_only, tmp_path), "database")
    assert finding.state == "problem"
    assert "takes no writes" in finding.what
    assert "DATABASE_URL" in finding.remedy


async def test_a_user_who_may_make_no_tables_is_a_problem(empty_url: str, tmp_path: Path) -> None:
    await execute(empty_url, "create role nobody_who_makes_tables")
    try:
        limited = make_conninfo(empty_url, options="-c role=nobody_who_makes_tables")
        finding = named(await found(limited, tmp_path), "tables")
    finally:
        await execute(empty_url, "drop role nobody_who_makes_tables")
    assert finding.state == "problem"
    assert "CREATE" in finding.remedy


async def test_a_database_of_a_newer_photobot_is_a_problem(
    database_url: str, tmp_path: Path
) -> None:
    await execute(database_url, "insert into migration values (9999, '9999_later', 'x')")
    finding = named(await found(database_url, tmp_path), "tables")
    assert finding.state == "problem"
    assert "newer than this Photobot" in finding.remedy


async def test_a_live_worker_is_counted(database_url: str, tmp_path: Path) -> None:
    await execute(database_url, "insert into procrastinate_workers default values")
    finding = named(await found(database_url, tmp_path), "heartbeat")
    assert (finding.state, finding.what.partition(",")[0]) == ("fine", "1 alive")


async def test_a_dead_worker_is_not_counted_and_waiting_jobs_are(
    database_url: str, tmp_path: Path
) -> None:
    await execute(
        database_url,
        "insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour');"
        "insert into procrastinate_jobs (queue_name, task_name) values ('writes', 'sync')",
    )
    finding = named(await found(database_url, tmp_path), "heartbeat")
    assert (finding.state, finding.what) == ("warning", "no worker is alive, and 1 jobs wait")
    assert "python -m bot worker" in finding.remedy


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://bot:{SECRET}@127.0.0.1:1/bot",
        f"mysql:{SECRET}",
        f"postgresql://bot:pass@{SECRET}@127.0.0.1:5432/bot",
    ],
)
async def test_an_unreachable_database_is_a_problem_and_discloses_no_password(
    url: str, tmp_path: Path
) -> None:
    findings = await found(url, tmp_path)
    database = named(findings, "database")
    assert database.state == "problem"
    assert "DATABASE_URL" in database.remedy
    assert SECRET not in str(findings)
    assert database.what.isprintable()
    assert states(findings)["heartbeat"] == "unknown"


async def test_an_embedded_database_is_not_created(tmp_path: Path) -> None:
    findings = await found(None, tmp_path / "photobot")
    assert states(findings) == {
        "database": "fine",
        "room on the disk": "fine",
        "heartbeat": "unknown",
    }
    assert "will be made at the first start" in named(findings, "database").what
    assert list(tmp_path.iterdir()) == []


async def test_an_embedded_database_is_looked_at(postgres: str, postgres_folder: Path) -> None:
    findings = await database_findings(None, postgres_folder)
    assert states(findings)["database"] == "fine"
    assert states(findings)["tables"] in {"warning", "fine"}


async def test_a_nearly_full_disk_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nearly_full(_: Path) -> tuple[int, int, int]:
        return Usage((MIN_FREE_BYTES * 2, MIN_FREE_BYTES * 2, MIN_FREE_BYTES - 1))

    monkeypatch.setattr("bot.doctor.database.shutil.disk_usage", nearly_full)
    assert named(await found(None, tmp_path), "room on the disk").state == "warning"


class Usage(tuple[int, int, int]):
    @property
    def free(self) -> int:
        return self[2]
