"""fastText, trained on the lessons of each task.

    VENV/bin/python bench/text/fasttext_mix.py fasttext WORK

100 dimensions, word 1- to 3-grams, characters 3 to 5, one thread. Tasks with several labels use
one-against-all; their one threshold is chosen on a fifth of the lessons. See tasks.py for WORK.
"""

import os
import random
import re
import sys

import fasttext
import tasks

WORD = re.compile(r"\w+|[^\w\s]")
COMMON = dict(dim=100, wordNgrams=3, minn=3, maxn=5, thread=1, verbose=0, bucket=400_000, seed=7)
# Few lessons need more passes.
SETTINGS = {"banking77": dict(epoch=40, lr=0.5), "aspects": dict(epoch=20, lr=0.3),
            "topics": dict(epoch=30, lr=0.3), "intents": dict(epoch=30, lr=0.3)}


def plain(text):
    return " ".join(WORD.findall(text.lower()))


def fit(task, lessons, path):
    # fastText reads its file in order, and lessons come set by set, language by language.
    lessons = random.Random(7).sample(lessons, len(lessons))
    with open(path, "w", encoding="utf-8") as file:
        for lesson in lessons:
            labels = " ".join(f"__label__{i}" for i in lesson["labels"]) or "__label__none"
            file.write(f"{labels} {plain(lesson['text'])}\n")
    settings = dict(COMMON, **SETTINGS.get(task.name, dict(epoch=5, lr=0.2)))
    if task.name == "language":
        settings.update(dim=32, wordNgrams=1, minn=1, maxn=4)
    loss = "ova" if task.many else "softmax"
    return fasttext.train_supervised(input=path, loss=loss, **settings)


def scores(task, model, texts):
    for text in texts:
        # The line's end is a token that fastText learned.
        row = [0.0] * len(task.labels)
        for p, label in model.f.predict(plain(text) + "\n", len(task.labels) + 1, 0.0, "strict"):
            place = label.removeprefix("__label__")
            if place != "none":
                row[int(place)] = p
        yield row


def main(name, work):
    path = os.path.join(work, "fasttext.txt")
    for task in tasks.tasks(work):
        lessons = task.lessons()
        edge = 0.5
        if task.many:
            learned, held = tasks.held_back(lessons)
            model = fit(task, learned, path)
            held_scores = list(scores(task, model, (row["text"] for row in held)))
            edge = tasks.best_threshold([row["labels"] for row in held], held_scores, len(task.labels))
        model = fit(task, lessons, path)
        with tasks.Clock() as clock:
            answers = [
                tasks.answer(task, row, edge)
                for row in scores(task, model, (row["text"] for row in task.rows))
            ]
        tasks.write(work, name, task, answers)
        if task.name == "sentiment":
            tasks.write_speed(work, name, clock.seconds, len(task.rows))
    os.remove(path)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
