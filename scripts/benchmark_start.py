"""Measure start-up and the main job as whole processes, against bare Python in the same run."""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
PYTHON = sys.executable
TARGETS = {
    "import policy_align": "≤ 0.1 s more",
    "policy-align --help": "≤ 0.2 s more",
    "policy-align terms 碳达峰": "≤ 0.5 s more",
    "policy-align build": "≤ 2 s, ≤ 300 MB",
}


def run(command: list[str]) -> tuple[float, float]:
    """Run a command to its end; return wall seconds and peak memory in MB."""
    start = time.perf_counter()
    null = os.open(os.devnull, os.O_RDWR)
    files = [(os.POSIX_SPAWN_DUP2, null, fd) for fd in (0, 1, 2)]
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=files)
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - start
    os.close(null)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    kilo = 1024 if sys.platform != "darwin" else 1024 * 1024
    return seconds, usage.ru_maxrss / kilo


def measure(command: list[str], runs: int) -> tuple[float, float]:
    """Return the median of the seconds and the maximum of the memory over some runs."""
    results = [run(command) for _ in range(runs)]
    return statistics.median(s for s, _ in results), max(mb for _, mb in results)


def main() -> None:
    """Print one line per command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    tool = [PYTHON, "-m", "policy_align"]
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "corpus" / "raw", Path(folder) / "raw")
        commands = {
            "import policy_align": [PYTHON, "-c", "import policy_align"],
            "policy-align --help": [*tool, "--help"],
            "policy-align terms 碳达峰": [*tool, "terms", "碳达峰"],
            "policy-align build": [*tool, "build", folder],
        }
        run(commands["policy-align build"])  # byte code and disk caches
        bare, _ = measure([PYTHON, "-c", "pass"], runs)
        print(f"{'bare Python':28}{bare:8.3f} s")
        for name, command in commands.items():
            seconds, megabytes = measure(command, runs)
            print(
                f"{name:28}{seconds:8.3f} s  {seconds - bare:+7.3f} s  {megabytes:6.0f} MB"
                f"   target {TARGETS[name]}"
            )


if __name__ == "__main__":
    main()
