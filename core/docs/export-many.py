"""Exports many bundles with Dask: `python3 export-many.py SCHEDULER PARQUET_DIR BUNDLE...`

Each worker runs `netopsy export`, which writes a bundle's folder whole or not at all, so a task that is run twice, or whose
worker died, leaves nothing half and nothing double. Prints a line for each bundle: its exit status and its folder.
"""
import shlex
import subprocess
import sys
import os

from distributed import Client, as_completed


def export(bundle, target):
    command = shlex.split(os.environ.get("NETOPSY", "netopsy"))
    done = subprocess.run(
        [*command, "export", bundle, "--parquet", target, "--quiet"], capture_output=True, text=True
    )
    # A full disk or a lost share ends a task, which is tried again; a bad bundle is an answer.
    if done.returncode == 1:
        raise OSError(done.stderr)
    return done.returncode, bundle, done.stdout.strip() or done.stderr.strip()


def main(scheduler, target, bundles):
    with Client(scheduler) as client:
        tasks = client.map(export, bundles, target=target, retries=3, pure=False)
        for task, (status, bundle, what) in as_completed(tasks, with_results=True):
            print(status, bundle, what, sep="\t", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
