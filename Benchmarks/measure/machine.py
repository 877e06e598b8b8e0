"""Says where and when figures were measured."""

import datetime
import os
import platform
import re
import subprocess


def lines():
    with open("/proc/cpuinfo") as file:
        model = re.search(r"model name\s*: (.*)", file.read())
    with open("/proc/meminfo") as file:
        memory = int(re.search(r"MemTotal:\s*(\d+)", file.read()).group(1)) >> 20
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True)
    version = re.search(r"Swift version \S+", swift.stdout + swift.stderr)
    return [
        f"{os.cpu_count()} cores of {model.group(1) if model else platform.machine()}, {memory} GiB",
        f"{platform.system()} {platform.release()}, {version.group(0) if version else 'Swift unknown'}",
        f"{datetime.date.today().isoformat()}, load before the run {os.getloadavg()[0]:.1f}",
    ]
