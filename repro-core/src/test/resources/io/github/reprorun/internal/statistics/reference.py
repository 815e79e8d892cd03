"""Writes scipy.json, which ReferenceTests compares with. Needs Python 3.11, numpy 2.4.6 and scipy 1.17.1:

    python -m venv venv && venv/bin/pip install scipy==1.17.1 numpy==2.4.6 && venv/bin/python reference.py > scipy.json

Every number is what SciPy says; only the data are drawn here, from a seeded generator.
"""

import json
import sys

import numpy
import scipy
from scipy import stats

draw = numpy.random.default_rng(20240607)


def deviation(values, axis=-1):
    return numpy.std(values, axis=axis, ddof=1)


def interquartile_mean(values, axis=-1):
    return stats.trim_mean(values, 0.25, axis=axis)


STATISTICS = {
    "MEAN": numpy.mean,
    "MEDIAN": numpy.median,
    "DEVIATION": deviation,
    "INTERQUARTILE_MEAN": interquartile_mean,
}

SAMPLES = {
    "accuracies of 5 seeds": [0.912, 0.907, 0.915, 0.903, 0.921],
    "normal, 12": draw.normal(3, 2, 12).tolist(),
    "skewed, 20": draw.lognormal(0, 1, 20).tolist(),
    "rounded, with ties, 30": numpy.round(draw.gamma(2, 2, 30), 1).tolist(),
    "far from zero, 25": (1e6 + draw.exponential(1, 25)).tolist(),
}


def bootstrap(values, statistic):
    """The mean of ten intervals, each from other draws, and how far they scatter."""
    ends = []
    for seed in range(10):
        interval = stats.bootstrap(
            (values,), statistic, method="BCa", n_resamples=9999, vectorized=True, rng=numpy.random.default_rng(seed)
        ).confidence_interval
        ends.append([interval.low, interval.high])
    return {"ends": numpy.mean(ends, axis=0).tolist(), "scatter": numpy.std(ends, axis=0, ddof=1).tolist()}


def sample(values):
    described = {"values": values}
    described["statistics"] = {name: float(of(numpy.array(values))) for name, of in STATISTICS.items()}
    described["quantiles"] = {str(p): float(numpy.quantile(values, p)) for p in (0, 0.1, 0.25, 1 / 3, 0.5, 0.75, 0.99, 1)}
    freedom = len(values) - 1
    for level in (0.9, 0.95, 0.99):
        described.setdefault("student", {})[str(level)] = [
            float(end) for end in stats.t.interval(level, freedom, numpy.mean(values), stats.sem(values))
        ]
        half = stats.t.ppf((1 + level) / 2, freedom) * deviation(values) * numpy.sqrt(1 + 1 / len(values))
        described.setdefault("prediction", {})[str(level)] = [
            float(numpy.mean(values) - half), float(numpy.mean(values) + half)
        ]
    described["bca"] = {name: bootstrap(values, of) for name, of in STATISTICS.items()}
    return described


def pairs(first, second):
    described = {"first": first, "second": second}
    x, y = numpy.array(first), numpy.array(second)
    n = len(x)
    if n <= 16:
        described["signFlip"] = float(
            stats.permutation_test(
                (x, y), lambda a, b: numpy.mean(a - b), permutation_type="samples", n_resamples=numpy.inf
            ).pvalue
        )
        # exact for the ranks at hand, shared ones too
        described["wilcoxon"] = float(
            stats.wilcoxon(x, y, method=stats.PermutationMethod(n_resamples=numpy.inf)).pvalue
        )
    else:
        described["wilcoxon"] = float(stats.wilcoxon(x, y, method="asymptotic" if n > 50 else "exact").pvalue)
    described["wins"] = int(numpy.sum(x > y))
    described["mannWhitney"] = float(stats.mannwhitneyu(x, y, alternative="greater").statistic / (n * n))
    for level in (0.9, 0.95):
        interval = stats.binomtest(described["wins"], n).proportion_ci(level, "exact")
        described.setdefault("clopperPearson", {})[str(level)] = [float(interval.low), float(interval.high)]
    return described


def paired(n, shift, decimals=None):
    x = draw.normal(0, 1, n)
    y = x - shift + draw.normal(0, 1, n)
    if decimals is not None:
        # quarters: their differences are exact in binary, so that equal ones are equal
        x, y = numpy.round(x * 4) / 4, numpy.round(y * 4) / 4
    return pairs(x.tolist(), y.tolist())


def student_width(n, sd, level):
    return 2 * stats.t.ppf((1 + level) / 2, n - 1) * sd / numpy.sqrt(n)


def size(values, width, level):
    sd = deviation(values)
    n = 2
    while student_width(n, sd, level) > width:
        n += 1
    return {"values": values, "width": width, "level": level, "size": n, "reached": float(student_width(n, sd, level))}


json.dump(
    {
        "made": f"by reference.py beside this file, with Python {sys.version.split()[0]}, "
        f"numpy {numpy.__version__}, scipy {scipy.__version__}",
        "samples": {name: sample(values) for name, values in SAMPLES.items()},
        "pairs": {
            "5": paired(5, 1),
            "8": paired(8, 0.2),
            "8, with ties": paired(8, 0.5, 2),
            "12, with ties": paired(12, 0.3, 2),
            "16": paired(16, 0.5),
            "16, with ties": paired(16, 0.5, 2),
            "30": paired(30, 0.4),
            "50": paired(50, 0.2),
            "80": paired(80, 0.2),
            "80, with ties": paired(80, 0.2, 2),
        },
        "sizes": [
            size([0.912, 0.907, 0.915, 0.903, 0.921], 0.02, 0.95),
            size([0.912, 0.907, 0.915, 0.903, 0.921], 0.002, 0.95),
            size([0.912, 0.907, 0.915, 0.903, 0.921], 0.2, 0.99),
            size([1.0, 2.0], 0.1, 0.9),
        ],
        "criticalValues": {
            f"{freedom} {level}": float(stats.t.ppf((1 + level) / 2, freedom))
            for freedom in (1, 2, 4, 29, 1000, 999999)
            for level in (0.5, 0.9, 0.95, 0.999)
        },
    },
    sys.stdout,
    indent=1,
)
print()
