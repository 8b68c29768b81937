"""A lexicon's sentiment for every row: VADER, AFINN or TextBlob.

    VENV/bin/python bench/text/lexicons.py NAME WORK

Classes: VADER by the ±0.05 its authors publish; AFINN by the sign of its sum; TextBlob by ±0.05.
See tasks.py for WORK.
"""

import math
import sys

import tasks


def vader():
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return lambda text: analyzer.polarity_scores(text)["compound"], 0.05


def afinn():
    from afinn import Afinn

    lexicon = Afinn(emoticons=True)

    def score(text):
        points = lexicon.score(text)
        # VADER's squashing, so that the score stays within -1 and 1.
        return points / math.sqrt(points * points + 15)

    return score, 1e-9


def textblob():
    from textblob import TextBlob

    return lambda text: TextBlob(text).sentiment.polarity, 0.05


def main(name, work):
    score, edge = {"vader": vader, "afinn": afinn, "textblob": textblob}[name]()
    for task in tasks.tasks(work):
        if task.name not in ("sentiment", "aspects"):
            continue
        with tasks.Clock() as clock:
            scores = [score(row["text"]) for row in task.rows]
        classes = (2 if s >= edge else 0 if s <= -edge else 1 for s in scores)
        answers = ({"labels": [c], "score": s} for c, s in zip(classes, scores))
        tasks.write(work, name, task, answers)
        if task.name == "sentiment":
            tasks.write_speed(work, name, clock.seconds, len(task.rows))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
