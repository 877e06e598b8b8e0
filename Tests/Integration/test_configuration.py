"""Configuration files as the tools read them from disk: which, in which order, and what is said about them."""

import os

import pytest

from processes import backup_summary


@pytest.fixture
def home(tmp_path):
    (tmp_path / "home" / ".aerospike").mkdir(parents=True)
    return tmp_path / "home"


@pytest.fixture
def asbackup(tools, home, tmp_path):
    """Runs asbackup without the server's address on the command line."""

    def run(*arguments):
        environment = dict(os.environ, HOME=str(home))
        return tools.run([tools.asbackup, *map(str, arguments)], env=environment, cwd=tmp_path)

    return run


def cluster(server, port=None) -> str:
    return f'[cluster]\nhost = "{server.host}"\nport = {port or server.port}\n'


def test_file_of_the_user(asbackup, server, home, empty):
    (home / ".aerospike" / "astools.conf").write_text(cluster(server) + '[asbackup]\nnamespace = "test"\n')
    assert backup_summary(asbackup("-o", "-").ok()).records == 0
    assert asbackup("-o", "-", "--no-config-file").exit == 1


def test_later_wins(asbackup, server, home, tmp_path, empty):
    (home / ".aerospike" / "astools.conf").write_text(cluster(server, 1))
    (tmp_path / "c.conf").write_text(cluster(server))
    asbackup("-n", "test", "-o", "-", "--config-file", "c.conf").ok()
    asbackup("-n", "test", "-o", "-", "--port", server.port).ok()
    asbackup("-n", "test", "-o", "-", "--only-config-file", tmp_path / "c.conf").ok()
    asbackup("-n", "test", "-o", "-").failed()


def test_included_directory(asbackup, server, tmp_path, empty, original_fault):
    (tmp_path / "d" / "e").mkdir(parents=True)
    (tmp_path / "c.conf").write_text('[include]\ndirectory = "d"\n')
    (tmp_path / "d" / "bad.conf").write_text("[asbackup]\nno-such = 1\n")
    (tmp_path / "d" / "e" / "good.conf").write_text(cluster(server) + '[asbackup]\nnamespace = "test"\n')
    run = asbackup("-o", "-", "--only-config-file", "c.conf").ok()
    assert "no-such" in run.stderr and "Skipped" in run.stderr


def test_bad_files(asbackup, tmp_path, original_fault):
    original_fault("names no line")
    for text, words in (
        ("[asbackup]\nfile_limit = 3\n", ("c.conf, line 2", "file_limit", "file-limit")),
        ("[asbackup]\nparallel = 'x'\n", ("c.conf, line 2, column 12", "integer")),
        ("[asbackup\n", ("c.conf, line 1",)),
        ("[asbackup]\nparallel = 0\n", ("c.conf, line 2", "0")),
    ):
        (tmp_path / "c.conf").write_text(text)
        asbackup("-n", "test", "-d", "backup", "--only-config-file", "c.conf").failed(*words)
    (tmp_path / "directory").mkdir()
    asbackup("-n", "test", "-d", "backup", "--only-config-file", "directory").failed("Is a directory")
    assert not (tmp_path / "backup").exists()


def test_print_config(tools, tmp_path):
    if tools.original:
        pytest.skip("not an option of the C tools")
    (tmp_path / "c.conf").write_text('[cluster]\nhost = "nowhere"\npassword = "topsecret"\n[asbackup]\ndirectory = "d"\n')
    arguments = [tools.asbackup, "--only-config-file", "c.conf", "-w", "3", "--print-config"]
    run = tools.run(arguments, cwd=tmp_path).ok()
    lines = run.stdout.decode().splitlines()
    assert "  host: nowhere  # c.conf, line 2" in lines
    assert "  directory: d  # c.conf, line 5" in lines
    assert "  parallel: 3  # command line" in lines
    assert "topsecret" not in run.stdout.decode() + run.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["c.conf"]
    (tmp_path / "again.yaml").write_bytes(run.stdout)
    again = tools.run([tools.asbackup, "--only-config-file", "again.yaml", "--print-config"], cwd=tmp_path).ok()
    assert without_comments(again.stdout) == without_comments(run.stdout)


def without_comments(text: bytes) -> list[str]:
    lines = [line.split("  #")[0].rstrip() for line in text.decode().splitlines() if not line.startswith("#")]
    return [line for line in lines if line]
