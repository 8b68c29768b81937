"""VADER's compound score for every row: the baseline of `cargo xtask eval-text`.

    python -m venv VENV && VENV/bin/pip install vaderSentiment==3.3.2
    VENV/bin/python bench/text/vader.py ROWS ANSWERS

ROWS holds one JSON string a line. ANSWERS gets the seconds that scoring took on its first
line and one compound score (-1 to 1) a line after it. Development only.
"""

import json
import sys
import time

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer


def main(rows_path, answers_path):
    with open(rows_path, encoding="utf-8") as rows:
        texts = [json.loads(line) for line in rows if line.strip()]
    analyzer = SentimentIntensityAnalyzer()
    started = time.process_time()
    compounds = [analyzer.polarity_scores(text)["compound"] for text in texts]
    seconds = time.process_time() - started
    with open(answers_path, "w", encoding="utf-8") as answers:
        answers.write(f"{seconds:.6f}\n")
        answers.writelines(f"{compound}\n" for compound in compounds)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
