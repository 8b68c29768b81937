"""A tiny BERT classifier by the plain formulas, without any library: the numbers in tests.rs.

Run `python3 reference.py`. Weights are waves, so that both sides can make them: element i of
the tensor that is k-th by name is 0.4 * sin(1.3 * i + 0.9 * k), plus 1 for a layer norm's scale.
"""
from math import erf, exp, sin, sqrt, tanh

HIDDEN, HEADS, WIDE, LAYERS, EPS = 8, 2, 12, 2, 1e-12
shapes = {
    "bert.embeddings.word_embeddings.weight": (10, HIDDEN),
    "bert.embeddings.position_embeddings.weight": (16, HIDDEN),
    "bert.embeddings.token_type_embeddings.weight": (2, HIDDEN),
    "bert.embeddings.LayerNorm.weight": (HIDDEN,),
    "bert.embeddings.LayerNorm.bias": (HIDDEN,),
    "bert.pooler.dense.weight": (HIDDEN, HIDDEN),
    "bert.pooler.dense.bias": (HIDDEN,),
    "classifier.weight": (3, HIDDEN),
    "classifier.bias": (3,),
}
for n in range(LAYERS):
    for part, rows, columns in [
        ("attention.self.query", HIDDEN, HIDDEN),
        ("attention.self.key", HIDDEN, HIDDEN),
        ("attention.self.value", HIDDEN, HIDDEN),
        ("attention.output.dense", HIDDEN, HIDDEN),
        ("intermediate.dense", WIDE, HIDDEN),
        ("output.dense", HIDDEN, WIDE),
    ]:
        shapes[f"bert.encoder.layer.{n}.{part}.weight"] = (rows, columns)
        shapes[f"bert.encoder.layer.{n}.{part}.bias"] = (rows,)
    for part in ["attention.output.LayerNorm", "output.LayerNorm"]:
        shapes[f"bert.encoder.layer.{n}.{part}.weight"] = (HIDDEN,)
        shapes[f"bert.encoder.layer.{n}.{part}.bias"] = (HIDDEN,)

weights = {}
for k, name in enumerate(sorted(shapes)):
    base = 1.0 if name.endswith("LayerNorm.weight") else 0.0
    shape = shapes[name]
    count = shape[0] * (shape[1] if len(shape) > 1 else 1)
    flat = [base + 0.4 * sin(1.3 * i + 0.9 * k) for i in range(count)]
    if len(shape) > 1:
        flat = [flat[r * shape[1]:(r + 1) * shape[1]] for r in range(shape[0])]
    weights[name] = flat


def linear(x, name):
    return [sum(w * v for w, v in zip(row, x)) + b
            for row, b in zip(weights[name + ".weight"], weights[name + ".bias"])]


def norm(x, name):
    mean = sum(x) / len(x)
    variance = sum((v - mean) ** 2 for v in x) / len(x)
    return [(v - mean) / sqrt(variance + EPS) * a + b
            for v, a, b in zip(x, weights[name + ".weight"], weights[name + ".bias"])]


def softmax(x):
    powers = [exp(v - max(x)) for v in x]
    return [p / sum(powers) for p in powers]


def layer(x, n):
    at = f"bert.encoder.layer.{n}."
    q, k, v = ([linear(t, at + "attention.self." + p) for t in x] for p in ["query", "key", "value"])
    size = HIDDEN // HEADS
    out = []
    for i, _ in enumerate(x):
        mixed = []
        for head in range(HEADS):
            part = slice(head * size, (head + 1) * size)
            scores = [sum(a * b for a, b in zip(q[i][part], k[j][part])) / sqrt(size) for j in range(len(x))]
            shares = softmax(scores)
            mixed += [sum(s * v[j][part][c] for j, s in enumerate(shares)) for c in range(size)]
        a = norm([u + w for u, w in zip(x[i], linear(mixed, at + "attention.output.dense"))],
                 at + "attention.output.LayerNorm")
        wide = [u * 0.5 * (1 + erf(u / sqrt(2))) for u in linear(a, at + "intermediate.dense")]
        out.append(norm([u + w for u, w in zip(a, linear(wide, at + "output.dense"))], at + "output.LayerNorm"))
    return out


def run(ids):
    e = "bert.embeddings."
    x = [norm([a + b + c for a, b, c in zip(weights[e + "word_embeddings.weight"][t],
                                            weights[e + "position_embeddings.weight"][i],
                                            weights[e + "token_type_embeddings.weight"][0])],
              e + "LayerNorm") for i, t in enumerate(ids)]
    for n in range(LAYERS):
        x = layer(x, n)
    pooled = [tanh(v) for v in linear(x[0], "bert.pooler.dense")]
    mean = [sum(t[c] for t in x) / len(x) for c in range(HIDDEN)]
    length = sqrt(sum(v * v for v in mean))
    return softmax(linear(pooled, "classifier")), [v / length for v in mean]


for said in [[2, 4, 5, 6, 3], [2, 7, 3]]:
    shares, vector = run(said)
    print(said, [round(v, 6) for v in shares], [round(v, 6) for v in vector[:3]])
