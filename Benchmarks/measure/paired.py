"""Ours and the reference alternately on the same data; the ratios pair by pair, and their median."""

import os
import shutil
import statistics

from . import shapes, warm
from .alone import size_of
from .table import show
from .tools import variants
from .usage import run

FIGURES = {"user": lambda usage: usage.user, "user+system": lambda usage: usage.cpu,
           "wall": lambda usage: usage.wall, "peak memory": lambda usage: usage.peak}


class Paired:
    """Runs cases in pairs. Of the reference each number of workers is tried in each pair, and the best figure counts."""

    def __init__(self, ours, reference, workers, server, pairs, work):
        self.ours, self.server, self.pairs, self.work = ours, server, pairs, work
        self.references = [reference.with_parallel(count) for count in workers]
        self.summary = []

    def compare(self, name, once):
        """Runs `once(tools)`, which returns a Usage, for both sides, in turns as to who is first."""
        rows, ratios, all_ours, all_theirs = [], {figure: [] for figure in FIGURES}, [], []
        for pair in range(self.pairs):
            ours_first = pair % 2 == 0
            ours = once(self.ours) if ours_first else None
            theirs = [once(reference) for reference in self.references]
            ours = ours or once(self.ours)
            all_ours.append(ours.cpu)
            all_theirs += [usage.cpu for usage in theirs]
            for figure, value in FIGURES.items():
                best = min(value(usage) for usage in theirs)
                ratios[figure].append(value(ours) / max(best, 0.001))
                rows.append([f"{pair + 1} {figure}", value(ours), best, ratios[figure][-1]])
        medians = [statistics.median(values) for values in ratios.values()]
        show(f"{name}: pair by pair (seconds, MiB)", ["pair", "ours", "reference", "ratio"], rows)
        self.summary.append([name, *medians, min(all_ours) / max(min(all_theirs), 0.001)])

    def show_summary(self):
        show(f"Ratios ours / reference, median of {self.pairs} pairs", ["run", *FIGURES, "least user+system"], self.summary)

    def directory(self, name="paired"):
        path = os.path.join(self.work, name)
        shutil.rmtree(path, ignore_errors=True)
        return path

    def backups(self, label, set_name, options=()):
        """The three targets of a backup."""
        def to_directory(tools, size):
            path = self.directory()
            warm.memory(self.work, size)
            usage, = run(tools.backup(self.server, "-d", path, set_name=set_name, options=options))
            return usage

        def to_output(tools, *reader):
            return run(tools.backup(self.server, "-o", "-", set_name=set_name, options=options), *reader)[0]

        to_directory(self.ours, 0)
        size = size_of(os.path.join(self.work, "paired"))
        self.compare(f"backup to a directory, {label}", lambda tools: to_directory(tools, size))
        if not options:
            self.compare(f"backup to /dev/null, {label}", to_output)
            self.compare(f"backup to a pipe, {label}", lambda tools: to_output(tools, ["cat"]))

    def restores(self, label, set_name, backup_options=(), restore_options=()):
        """The restore of a directory that ours has written."""
        source = self.directory("source")
        run(self.ours.backup(self.server, "-d", source, set_name=set_name, options=backup_options))
        warm.files(source)
        self.compare(f"restore from a directory, {label}", self.restoring(set_name, "-d", source, options=restore_options))
        shutil.rmtree(source)

    def restoring(self, set_name, *where, options=()):
        expected = self.server.objects("test", set_name)

        def once(tools):
            self.server.truncate("prod")
            usage, = run(tools.restore(self.server, *where, options=options))
            found = self.server.objects("prod")
            if found != expected:
                raise SystemExit(f"end-to-end: {tools.name} restored {found} records of {expected}")
            return usage

        return once

    def one_file_against_eight(self, set_name):
        """The same records in one file and in eight; ours only, as a ratio of the two."""
        one = os.path.join(self.work, "one.asb")
        run(self.ours.backup(self.server, "-o", one, "-r", set_name=set_name))
        eight = self.directory("eight")
        limit = str(max(1, -(-size_of(one) // (8 << 20))))
        run(self.ours.backup(self.server, "-d", eight, set_name=set_name, options=("--file-limit", limit)))
        warm.files(one)
        warm.files(eight)
        ratios = []
        for _ in range(self.pairs):
            of_one = self.restoring(set_name, "-i", one)(self.ours)
            ratios.append(of_one.wall / self.restoring(set_name, "-d", eight)(self.ours).wall)
        show("One file restored / the same in eight files, wall clock", ["pairs", "median"],
             [[", ".join(f"{ratio:.2f}" for ratio in ratios), statistics.median(ratios)]])
        os.remove(one)
        shutil.rmtree(eight)

    def load(self, shape, records):
        """Puts records of another shape into test; returns their set."""
        set_name = f"bench-{shape}"
        if self.server.objects("test", set_name) != records:
            path = os.path.join(self.work, "shape.asb")
            shapes.write_file(shape, records, path)
            run(self.ours.restore(self.server, "-i", path, namespaces="test"))
            os.remove(path)
        return set_name


def measure(paired, set_name, shape_names, records, with_files):
    for shape in shape_names:
        own = set_name if shape == "profile" else paired.load(shape, int(records * shapes.SHARE[shape]))
        paired.backups(shape, own)
        paired.restores(shape, own)
        if shape != "profile":
            paired.server.truncate("test", own)
    for form, (backup_options, restore_options) in variants(paired.ours, *paired.references[:1]).items():
        if form in ("zstd", "aes128"):
            paired.backups(form, set_name, backup_options)
            paired.restores(form, set_name, backup_options, restore_options)
    if with_files:
        paired.one_file_against_eight(set_name)
    paired.server.truncate("prod")
    paired.show_summary()
