"""The command lines of a pair of tools, ours or the reference's, which are the same."""

import os
import subprocess

# A key for the figures of encryption; not a secret.
KEY = "AAECAwQFBgcICQoLDA0ODw=="


class Tools:
    def __init__(self, name, asbackup, asrestore, parallel=None):
        """`parallel` is the number of workers, None for what the tool itself chooses."""
        self.name, self.asbackup, self.asrestore, self.parallel = name, asbackup, asrestore, parallel

    def supports(self, option):
        """Whether both tools know an option, such as --compress."""
        texts = [subprocess.run([tool, "--help"], capture_output=True, text=True) for tool in (self.asbackup, self.asrestore)]
        return all(option in text.stdout + text.stderr for text in texts)

    def with_parallel(self, parallel):
        return Tools(self.name, self.asbackup, self.asrestore, parallel)

    def backup(self, server, *where, set_name=None, options=()):
        """Backs up test: `where` is ("-d", directory) or ("-o", file or -)."""
        command = [self.asbackup, "-h", server.host, "-p", str(server.port), "-n", "test", *where, *options]
        return command + (["-s", set_name] if set_name else []) + self._workers()

    def restore(self, server, *where, options=(), namespaces="test,prod"):
        """Restores test into prod: `where` is ("-d", directory) or ("-i", file or -)."""
        command = [self.asrestore, "-h", server.host, "-p", str(server.port), "-n", namespaces, *where, *options]
        return command + self._workers()

    def _workers(self):
        return ["--parallel", str(self.parallel)] if self.parallel else []


def variants(*tools):
    """Names and options of the forms of a backup that all the tools know: plain, compact, zstd, AES."""
    forms = {"plain": ((), ()), "compact": (("--compact",), ())}
    if all(tool.supports("--compress") for tool in tools):
        forms["zstd"] = (("--compress", "zstd"), ("--compress", "zstd"))
    if all(tool.supports("--encrypt") for tool in tools):
        os.environ["BENCH_KEY"] = KEY
        aes = ("--encrypt", "aes128", "--encryption-key-env", "BENCH_KEY")
        forms["aes128"] = (aes, aes)
    return forms
