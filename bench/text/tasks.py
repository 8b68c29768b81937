"""What the baselines of `cargo xtask eval-text` share: reading tasks, writing answers.

The command writes a folder WORK with `tasks.json`: a list of tasks, each with its `name`, its
`labels`, whether a text may have `many` of them, and two files of JSON lines, `lessons` (text,
labels, few) and `rows` (text, few). `few` marks what slow readers read. A baseline writes
WORK/NAME/TASK.jsonl, one answer for each row in order: {"labels": [places], "score": -1 to 1}
or null for a row it did not read, and WORK/NAME/speed.json: seconds of CPU time and texts read
for sentiment. Development only; `requirements.txt` lists the packages.
"""

import json
import os
import time


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


class Task:
    def __init__(self, work, entry):
        self.work = work
        self.name = entry["name"]
        self.labels = entry["labels"]
        self.many = entry["many"]
        self.lessons_file = os.path.join(work, entry["lessons"])
        self.rows = lines(os.path.join(work, entry["rows"]))

    def lessons(self):
        return lines(self.lessons_file)


def tasks(work):
    with open(os.path.join(work, "tasks.json"), encoding="utf-8") as file:
        return [Task(work, entry) for entry in json.load(file)]


def write(work, name, task, answers):
    folder = os.path.join(work, name)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, f"{task.name}.jsonl"), "w", encoding="utf-8") as file:
        file.writelines(json.dumps(answer) + "\n" for answer in answers)


def write_speed(work, name, seconds, read):
    with open(os.path.join(work, name, "speed.json"), "w", encoding="utf-8") as file:
        json.dump({"seconds": seconds, "read": read}, file)


class Clock:
    """CPU seconds of this process."""

    def __enter__(self):
        self.started = time.process_time()
        return self

    def __exit__(self, *_):
        self.seconds = time.process_time() - self.started


def held_back(lessons):
    """Four fifths to learn from and a fifth to choose a threshold on."""
    return (
        [lesson for i, lesson in enumerate(lessons) if i % 5],
        [lesson for i, lesson in enumerate(lessons) if i % 5 == 0],
    )


def best_threshold(truth, scores, count):
    """The one threshold, 0.05 to 0.6, with the highest macro-F1 over the labels that occur."""

    def macro_f1(edge):
        hit, said, present = [0] * count, [0] * count, [0] * count
        for labels, row in zip(truth, scores):
            chosen = [i for i in range(count) if row[i] >= edge]
            for i in labels:
                present[i] += 1
            for i in chosen:
                said[i] += 1
                hit[i] += i in labels
        occur = [i for i in range(count) if present[i]]
        return sum(2 * hit[i] / (said[i] + present[i]) for i in occur) / max(len(occur), 1)

    return max((edge / 100 for edge in range(5, 61, 5)), key=macro_f1)


def answer(task, row, edge):
    """From one probability per label to an answer."""
    if task.many:
        return {"labels": [i for i, p in enumerate(row) if p >= edge]}
    said = {"labels": [max(range(len(row)), key=lambda i: row[i])]}
    if task.name in ("sentiment", "aspects"):
        said["score"] = float(row[2] - row[0])
    return said
