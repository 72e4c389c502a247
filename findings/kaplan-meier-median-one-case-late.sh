#!/usr/bin/env bash
# Of six action items, all done, after 1, 2, 3, 4, 5 and 6 weeks, half are done after 3 weeks.
#
# Guess:   every Kaplan-Meier estimator says that the median is 3, since S(3) is exactly one half; at worst they differ in
#          a stated rule, such as "the first time at which S <= 0.5" against "S < 0.5".
# Instead: lifelines, which is documented to solve "S(t) = 0.5", says 4. It sums logarithms, and arrives at a half plus one
#          rounding error. For 2 and 4 items it is right, for 6 and 8 it is not, for 10 and 12 it is. The first time at
#          which the curve of scikit-survival, which multiplies, is at most a half is late as well, but at other sizes,
#          the first of them 24. statsmodels asks for "S < 0.5" and so is late by its own rule, except where an error of
#          rounding makes it right, as at 12. Three libraries, three answers, and the difference is a whole case.
# Versions: lifelines 0.30.3, statsmodels 0.15.0, scikit-survival 0.28.0 (PyPI).
# Why:     "Half of our action items are done after N days" is the figure of a retrospective. Sets are small, steps are
#          wide: the wrong median is that of the next item, weeks later. Compare counts, or with a tolerance.
# Source:  lifelines documents the equation, statsmodels has its rule in a comment of the source; the rounding is
#          documented nowhere. The survival package of R compares with a tolerance.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check --prefer-binary \
    lifelines==0.30.3 statsmodels==0.15.0 scikit-survival==0.28.0 numpy==2.4.6 pandas==2.3.3 scipy==1.17.1

cat >ask.py <<'EOF'
import warnings

warnings.filterwarnings("ignore")
import numpy
from lifelines import KaplanMeierFitter
from sksurv.nonparametric import kaplan_meier_estimator
from statsmodels.duration.survfunc import SurvfuncRight


def medians(n):
    """The median of 1, 2, ... n weeks, nothing censored, by three libraries."""
    weeks, done = numpy.arange(1, n + 1), numpy.ones(n)
    times, curve = kaplan_meier_estimator(done.astype(bool), weeks)
    return (
        int(KaplanMeierFitter().fit(weeks, done).median_survival_time_),
        int(times[curve <= 0.5][0]),
        int(SurvfuncRight(weeks, done).quantile(0.5)),
    )


curve = KaplanMeierFitter().fit(numpy.arange(1, 7), numpy.ones(6)).survival_function_
print("lifelines, 6 items, S(3):", repr(float(curve.loc[3].iloc[0])))
for n in (2, 4, 6, 8, 10, 12, 24):
    print(n, "items, half done after", n // 2, "- lifelines, scikit-survival, statsmodels:", *medians(n))
wrong = [[n for n in range(2, 101, 2) if medians(n)[at] != n // 2] for at in range(3)]
print("late, of the 50 even numbers up to 100:", *map(len, wrong))
EOF
env/bin/python ask.py | tee seen

cat >stated <<'EOF'
lifelines, 6 items, S(3): 0.5000000000000001
2 items, half done after 1 - lifelines, scikit-survival, statsmodels: 1 1 2
4 items, half done after 2 - lifelines, scikit-survival, statsmodels: 2 2 3
6 items, half done after 3 - lifelines, scikit-survival, statsmodels: 4 3 4
8 items, half done after 4 - lifelines, scikit-survival, statsmodels: 5 4 5
10 items, half done after 5 - lifelines, scikit-survival, statsmodels: 5 5 6
12 items, half done after 6 - lifelines, scikit-survival, statsmodels: 6 6 6
24 items, half done after 12 - lifelines, scikit-survival, statsmodels: 12 13 13
late, of the 50 even numbers up to 100: 14 13 34
EOF
diff stated seen && echo "as stated"
