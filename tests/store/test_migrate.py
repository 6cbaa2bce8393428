"""A store of an earlier version is brought to this one with everything that it holds."""

from curate.store import migrate as migration
from curate.store.connect import connect
from curate.store.verify import verify_rows

REPORT = "a" * 64


def test_tables_found_before_files_without_pages_were_known_are_kept(tmp_path):
    store = connect(tmp_path / "review.db")
    migration._apply(store, ["0001_review.sql"])
    store.execute("INSERT INTO report VALUES (?, 'application/pdf', 10)", (REPORT,))
    grid = ("tg_1", REPORT, 3, "Table 2", "Table 2. Scores", "[]", 50.0, 60.0, 500.0, 200.0)
    store.execute("INSERT INTO table_grid VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", grid)
    store.execute(
        "INSERT INTO table_cell VALUES ('tg_1', 0, 0, 1, 1, 'Scale', '', '', 'header', 50, 60, 90, 70)"
    )
    migration.migrate(store)
    assert [tuple(row) for row in store.execute("SELECT * FROM table_grid")] == [(*grid, "{}")]
    assert store.execute("SELECT grid_id FROM table_cell").fetchone()[0] == "tg_1"
    assert verify_rows(store) == []
    store.close()


def test_a_rule_of_an_earlier_version_is_kept_and_arms_may_be_split(tmp_path):
    store = connect(tmp_path / "review.db")
    before = [name for name in migration.migrations() if name < "0015"]
    migration._apply(store, before)
    store.execute("INSERT INTO protocol_version VALUES ('pv_1', 'x', 'y', 'verified', '{}')")
    row = ("pv_1", 0, "", "arm", "combine", "[]")
    store.execute("INSERT INTO selection_rule VALUES (?, ?, ?, ?, ?, ?)", row)
    migration.migrate(store)
    split = ("pv_1", 1, "", "arm", "split", "[]")
    store.execute("INSERT INTO selection_rule VALUES (?, ?, ?, ?, ?, ?)", split)
    assert [tuple(each) for each in store.execute("SELECT * FROM selection_rule")] == [row, split]
    store.close()
