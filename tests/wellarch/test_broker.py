"""The broker of one machine: what is half written is no message, and nobody dies of it."""

from __future__ import annotations

import threading

import pytest
from kombu import Connection, Exchange, Queue

from wellarch import broker

MESSAGES = 200


@pytest.fixture
def connection(tmp_path):
    broker.register()
    for name in ("queue", "control", "done"):
        (tmp_path / name).mkdir()
    options = {
        "data_folder_in": str(tmp_path / "queue"),
        "data_folder_out": str(tmp_path / "queue"),
        "control_folder": str(tmp_path / "control"),
        "polling_interval": 0.001,
    }

    def connect() -> Connection:
        return Connection(f"{broker.SCHEME}://localhost//", transport_options=options)

    return connect


@pytest.fixture
def queue(tmp_path):
    # Kombu remembers for the whole process what is bound: each test has names of its own.
    name = tmp_path.name
    return Queue(name, Exchange(name), routing_key=name)


def test_every_message_of_several_writers_is_read_once_and_in_one_piece(connection, queue):
    def write(first: int) -> None:
        with connection() as mine:
            sender = mine.SimpleQueue(queue)
            for number in range(first, first + MESSAGES):
                sender.put({"number": number, "more": "x" * 5000})
            sender.close()

    write(0)
    writers = [threading.Thread(target=write, args=(n * MESSAGES,)) for n in (1, 2)]
    with connection() as mine:
        reader = mine.SimpleQueue(queue)
        for each in writers:
            each.start()
        found = []
        for _message in range(3 * MESSAGES):
            message = reader.get(timeout=20)
            found.append(message.payload["number"])
            message.ack()
        for each in writers:
            each.join()
        reader.close()
    assert sorted(found) == list(range(3 * MESSAGES))


def test_a_file_that_cannot_be_read_is_dropped_and_the_next_one_comes(connection, queue, tmp_path):
    (tmp_path / "queue" / f"0_empty.{queue.name}.msg").write_text("")
    (tmp_path / "queue" / f"1_half.{queue.name}.msg").write_text('{"body":')
    with connection() as mine:
        both = mine.SimpleQueue(queue)
        both.put({"number": 1})
        assert both.get(timeout=5).payload == {"number": 1}
        both.close()


def test_what_is_still_being_written_is_not_read(connection, queue, tmp_path):
    with connection() as mine:
        both = mine.SimpleQueue(queue)
        (tmp_path / "queue" / f"0_a.{queue.name}.msg.unfinished").write_text('{"body":')
        with pytest.raises(both.Empty):
            both.get(block=False)
        both.close()


def test_a_table_of_queues_that_is_empty_for_a_moment_stops_nobody(connection, queue, tmp_path):
    with connection() as mine:
        both = mine.SimpleQueue(queue)
        both.put({"number": 0})
        assert both.get(timeout=5).payload == {"number": 0}
        table = tmp_path / "control" / f"{queue.name}.exchange"
        whole = table.read_text()
        table.write_text("")
        threading.Timer(0.03, lambda: table.write_text(whole)).start()
        both.put({"number": 1})
        assert both.get(timeout=5).payload == {"number": 1}
        both.close()
