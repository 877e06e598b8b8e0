"""What is installed beside the tools: completions of shells and manual pages, tried in the shells that are there."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
INSTALL = ROOT / "Tests" / "Support" / "install.sh"


@pytest.fixture(scope="module")
def installed(tools, server, tmp_path_factory):
    """Everything as a package would hold it."""
    if tools.original:
        pytest.skip("about our own files")
    target = tmp_path_factory.mktemp("package")
    binaries = Path(tools.asbackup).resolve().parent
    environment = dict(os.environ, DESTDIR=str(target), PREFIX="/usr", BINARIES=str(binaries))
    subprocess.run([INSTALL, "install"], check=True, env=environment, stdout=subprocess.DEVNULL)
    yield target / "usr"
    subprocess.run([INSTALL, "uninstall"], check=True, env=environment, stdout=subprocess.DEVNULL)
    assert not [path for path in target.rglob("*") if path.is_file()], "something was left behind"


def shell(*arguments) -> list[str]:
    if not shutil.which(arguments[0]):
        pytest.skip(f"{arguments[0]} is not installed")
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout.split("\n")[:-1]


def test_everything_is_there(installed):
    for tool in ("asbackup", "asrestore", "asmt"):
        for path in (
            f"bin/{tool}",
            f"share/bash-completion/completions/{tool}",
            f"share/zsh/site-functions/_{tool}",
            f"share/fish/vendor_completions.d/{tool}.fish",
            f"share/man/man1/{tool}.1",
        ):
            assert (installed / path).stat().st_size > 500
    assert os.access(installed / "bin" / "aslocal", os.X_OK)


BASH = """
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_$1
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize(
    "words, offered",
    [
        (("asbackup", "--comp"), ["--compact", "--compress", "--compression-level"]),
        (("asbackup", "--compress", ""), ["zstd"]),
        (("asbackup", "--encrypt", "=", "aes1"), ["aes128"]),
        (("asbackup", "-y", "aes2"), ["aes256"]),
        (("asbackup", "--directory", "/us"), ["/usr"]),
        (("asbackup", "--config-file", "/etc/passw"), ["/etc/passwd"]),
        (("asbackup", "--host", ""), [""]),
        (("asrestore", "--val"), ["--validate"]),
        (("asmt", "--ver"), ["--verbose", "--verify", "--version"]),
        (("asmt", "-p", "/us"), ["/usr"]),
    ],
)
def test_bash(installed, words, offered):
    script = installed / "share" / "bash-completion" / "completions" / words[0]
    found = shell("bash", "--norc", "-c", BASH, "bash", str(script), *words)
    assert [name for name in found if not name.endswith("passwd-")] == offered


def test_bash_knows_the_command(installed):
    script = installed / "share" / "bash-completion" / "completions" / "asbackup"
    assert shell("bash", "--norc", "-c", f"source {script}; complete -p asbackup") == ["complete -F _asbackup asbackup"]


@pytest.mark.parametrize("tool", ["asbackup", "asrestore"])
def test_zsh(installed, tool):
    script = installed / "share" / "zsh" / "site-functions" / f"_{tool}"
    specifications = shell("zsh", "-f", "-c", f"_arguments() {{ print -rl -- $@ }}; source {script}")
    assert "*--compress=[How the files are compressed]:algorithm:(zstd)" in specifications
    assert any(line.startswith("*-d+[") and line.endswith(":directory:_files -/") for line in specifications)


def test_fish(installed):
    script = installed / "share" / "fish" / "vendor_completions.d" / "asbackup.fish"
    found = shell("fish", "--no-config", "-c", f"source {script}; complete -C 'asbackup --comp'")
    assert [line.split("\t")[0] for line in found] == ["--compact", "--compress", "--compression-level"]


@pytest.mark.parametrize("tool", ["asbackup", "asrestore", "asmt"])
def test_manual_page(installed, tool, tools):
    page = installed / "share" / "man" / "man1" / f"{tool}.1"
    if not shutil.which("groff"):
        pytest.skip("groff is not installed")
    done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-P-cbou", page], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    help_text = tools.run([str(installed / "bin" / tool), "--help"]).stdout.decode()
    options = {word for word in help_text.split() if word.startswith("--") and word.strip("-")}
    names = {option.split("=")[0].split("[")[0].rstrip(".,;:") for option in options}
    assert names and all(name in done.stdout for name in names)
