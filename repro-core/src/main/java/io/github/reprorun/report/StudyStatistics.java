package io.github.reprorun.report;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.internal.statistics.Bootstrap;
import io.github.reprorun.internal.statistics.Interval;
import io.github.reprorun.internal.statistics.Pairs;
import io.github.reprorun.internal.statistics.PrimaryMetrics;
import io.github.reprorun.internal.statistics.ProbabilityOfImprovement;
import io.github.reprorun.internal.statistics.Sample;
import io.github.reprorun.internal.statistics.SignFlipTest;
import io.github.reprorun.internal.statistics.Significance;
import io.github.reprorun.internal.statistics.Spread;
import io.github.reprorun.internal.statistics.Statistic;
import io.github.reprorun.internal.statistics.StudentInterval;
import io.github.reprorun.internal.statistics.WilcoxonTest;
import io.github.reprorun.seed.Seed;
import io.github.reprorun.study.StudyManifest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the seeds of a study say of each setting and metric, and of each setting against one of them. A setting whose runs
 * do not all have a value of a metric has no estimate of it, with the reason: to leave out the runs that failed would
 * flatter the rest. Immutable, hence safe to share between threads.
 *
 * @param settings a line for each setting and metric
 * @param comparisons a line for each other setting and metric
 */
record StudyStatistics(List<Line> settings, List<Line> comparisons) {
    /** Of all intervals. */
    static final double LEVEL = 0.95;

    static final List<String> SETTING_NUMBERS = List.of(
            "seeds",
            "mean",
            "meanLow",
            "meanHigh",
            "median",
            "medianLow",
            "medianHigh",
            "interquartileMean",
            "interquartileMeanLow",
            "interquartileMeanHigh",
            "deviation",
            "minimum",
            "maximum");

    static final List<String> COMPARISON_NUMBERS = List.of(
            "pairs",
            "difference",
            "differenceLow",
            "differenceHigh",
            "signFlipP",
            "signFlipHolmP",
            "wilcoxonP",
            "wilcoxonHolmP",
            "leastP",
            "greater",
            "greaterLow",
            "greaterHigh");

    /** From so many values on plain BCa is the better of the two. */
    private static final int MANY = 30;

    /**
     * One line of a table. Immutable.
     *
     * @param setting its parameters
     * @param role of the metric
     * @param numbers by column; what is not known is absent, and the notes say why
     * @param notes reasons and cautions
     */
    record Line(
            SortedMap<String, String> setting,
            String metric,
            PrimaryMetrics.Role role,
            Map<String, Double> numbers,
            List<String> notes) {}

    /**
     * Computes them.
     *
     * @param against the setting that the others are compared with
     */
    static StudyStatistics of(StudyReport report, SortedMap<String, String> against) {
        PrimaryMetrics primary = new PrimaryMetrics(report.study().design().primary());
        Set<String> metrics = new TreeSet<>(report.metrics());
        metrics.addAll(primary.names());
        Seed seed = report.study().design().seeds().get(0);
        Map<SortedMap<String, String>, SortedMap<String, Evidence<Sample>>> samples = samples(report, metrics);
        List<Line> settings = new ArrayList<>();
        samples.forEach((setting, byMetric) -> byMetric.forEach((metric, sample) ->
                settings.add(new Writer(setting, metric, primary.role(metric)).estimates(sample, seed))));
        return new StudyStatistics(
                List.copyOf(settings),
                report.study().design().hasPairs()
                        ? paired(samples, against, primary, seed)
                        : unpaired(samples, against, primary, seed));
    }

    private static Map<SortedMap<String, String>, SortedMap<String, Evidence<Sample>>> samples(
            StudyReport report, Set<String> metrics) {
        Map<SortedMap<String, String>, SortedMap<String, Evidence<Sample>>> samples = new LinkedHashMap<>();
        Map<SortedMap<String, String>, List<StudyReport.Row>> bySetting = new LinkedHashMap<>();
        for (StudyReport.Row row : report.rows()) {
            if (row.cell().status() != StudyManifest.Status.EXCLUDED) {
                bySetting
                        .computeIfAbsent(row.cell().cell().parameters(), setting -> new ArrayList<>())
                        .add(row);
            }
        }
        bySetting.forEach((setting, rows) -> {
            SortedMap<String, Evidence<Sample>> byMetric = new TreeMap<>();
            metrics.forEach(metric -> byMetric.put(metric, sample(rows, metric)));
            samples.put(setting, byMetric);
        });
        return samples;
    }

    private static Evidence<Sample> sample(List<StudyReport.Row> rows, String metric) {
        List<Double> values = new ArrayList<>();
        for (StudyReport.Row row : rows) {
            Double value = row.metrics().get(metric);
            if (value == null) {
                return Evidence.unavailable("seed " + row.cell().cell().seed() + " has no value, its cell is "
                        + row.cell().status());
            }
            values.add(value);
        }
        return Evidence.observed(new Sample(values));
    }

    private static List<Line> paired(
            Map<SortedMap<String, String>, SortedMap<String, Evidence<Sample>>> samples,
            SortedMap<String, String> against,
            PrimaryMetrics primary,
            Seed seed) {
        SortedMap<String, SortedMap<String, Evidence<Significance>>> signFlips = new TreeMap<>();
        SortedMap<String, SortedMap<String, Evidence<Significance>>> wilcoxon = new TreeMap<>();
        others(samples, against)
                .forEach((setting, byMetric) -> byMetric.forEach((metric, sample) -> {
                    Evidence<Pairs> pairs = pairs(sample, base(samples, against, metric));
                    put(
                            signFlips,
                            setting,
                            metric,
                            pairs.fold(
                                    each -> new SignFlipTest(
                                                    seed, stream(setting, metric, "sign flips"), SignFlipTest.DRAWS)
                                            .of(each),
                                    Evidence::<Significance>unavailable));
                    put(wilcoxon, setting, metric, pairs.fold(WilcoxonTest::of, Evidence::<Significance>unavailable));
                }));
        SortedMap<String, SortedMap<String, PrimaryMetrics.Corrected>> flipped = primary.corrected(signFlips);
        SortedMap<String, SortedMap<String, PrimaryMetrics.Corrected>> ranked = primary.corrected(wilcoxon);
        List<Line> lines = new ArrayList<>();
        others(samples, against)
                .forEach((setting, byMetric) ->
                        byMetric.forEach((metric, sample) -> lines.add(new Writer(setting, metric, primary.role(metric))
                                .comparison(
                                        pairs(sample, base(samples, against, metric)),
                                        corrected(flipped, setting, metric),
                                        corrected(ranked, setting, metric)))));
        return List.copyOf(lines);
    }

    private static PrimaryMetrics.Corrected corrected(
            SortedMap<String, SortedMap<String, PrimaryMetrics.Corrected>> all,
            SortedMap<String, String> setting,
            String metric) {
        SortedMap<String, PrimaryMetrics.Corrected> ofSetting =
                all.getOrDefault(name(setting), Collections.emptySortedMap());
        return Objects.requireNonNull(ofSetting.get(metric));
    }

    private static void put(
            SortedMap<String, SortedMap<String, Evidence<Significance>>> tests,
            SortedMap<String, String> setting,
            String metric,
            Evidence<Significance> test) {
        tests.computeIfAbsent(name(setting), comparison -> new TreeMap<>()).put(metric, test);
    }

    /** Without pairs there is no test of them, but how often one setting has the greater value. */
    private static List<Line> unpaired(
            Map<SortedMap<String, String>, SortedMap<String, Evidence<Sample>>> samples,
            SortedMap<String, String> against,
            PrimaryMetrics primary,
            Seed seed) {
        List<Line> lines = new ArrayList<>();
        others(samples, against)
                .forEach((setting, byMetric) -> byMetric.forEach((metric, sample) -> {
                    Bootstrap bootstrap = bootstrap(seed, setting, metric, "improvement");
                    Evidence<ProbabilityOfImprovement> improvement = sample.fold(
                            first -> base(samples, against, metric)
                                    .fold(
                                            second -> ProbabilityOfImprovement.of(
                                                    List.of(new ProbabilityOfImprovement.Task(first, second)),
                                                    bootstrap),
                                            Evidence::<ProbabilityOfImprovement>unavailable),
                            Evidence::<ProbabilityOfImprovement>unavailable);
                    lines.add(new Writer(setting, metric, primary.role(metric)).greater(improvement));
                }));
        return List.copyOf(lines);
    }

    private static Map<SortedMap<String, String>, SortedMap<String, Evidence<Sample>>> others(
            Map<SortedMap<String, String>, SortedMap<String, Evidence<Sample>>> samples,
            SortedMap<String, String> against) {
        Map<SortedMap<String, String>, SortedMap<String, Evidence<Sample>>> others = new LinkedHashMap<>(samples);
        others.remove(against);
        return others;
    }

    private static Evidence<Sample> base(
            Map<SortedMap<String, String>, SortedMap<String, Evidence<Sample>>> samples,
            SortedMap<String, String> against,
            String metric) {
        return samples.getOrDefault(against, Collections.emptySortedMap())
                .getOrDefault(metric, Evidence.unavailable("the setting to compare with has no runs"));
    }

    private static Evidence<Pairs> pairs(Evidence<Sample> first, Evidence<Sample> second) {
        return first.fold(
                x -> second.fold(
                        y -> Evidence.observed(new Pairs(x, y)),
                        reason -> Evidence.<Pairs>unavailable("the setting to compare with: " + reason)),
                Evidence::<Pairs>unavailable);
    }

    private static String name(SortedMap<String, String> setting) {
        return setting.toString();
    }

    private static String stream(SortedMap<String, String> setting, String metric, String what) {
        return name(setting) + "/" + metric + "/" + what;
    }

    private static Bootstrap bootstrap(Seed seed, SortedMap<String, String> setting, String metric, String what) {
        return new Bootstrap(seed, stream(setting, metric, what), Bootstrap.RESAMPLES, LEVEL);
    }

    /** Collects the numbers of one line. */
    private static final class Writer {
        private final SortedMap<String, String> setting;
        private final String metric;
        private final PrimaryMetrics.Role role;
        private final Map<String, Double> numbers = new LinkedHashMap<>();
        private final Set<String> notes = new TreeSet<>();

        Writer(SortedMap<String, String> setting, String metric, PrimaryMetrics.Role role) {
            this.setting = setting;
            this.metric = metric;
            this.role = role;
        }

        Line estimates(Evidence<Sample> sample, Seed seed) {
            return sample.fold(known -> estimates(known, seed), this::none);
        }

        private Line estimates(Sample sample, Seed seed) {
            numbers.put("seeds", (double) sample.size());
            number("mean", Statistic.MEAN.of(sample));
            interval("mean", StudentInterval.ofMean(sample, LEVEL));
            bootstrapped("median", Statistic.MEDIAN, sample, seed);
            bootstrapped("interquartileMean", Statistic.INTERQUARTILE_MEAN, sample, seed);
            Evidence<Spread> spread = Spread.of(sample);
            number("deviation", spread.fold(Spread::deviation, Evidence::<Double>unavailable));
            number("minimum", spread.fold(each -> Evidence.observed(each.minimum()), Evidence::<Double>unavailable));
            number("maximum", spread.fold(each -> Evidence.observed(each.maximum()), Evidence::<Double>unavailable));
            return line();
        }

        private void bootstrapped(String name, Statistic statistic, Sample sample, Seed seed) {
            number(name, statistic.of(sample));
            Bootstrap bootstrap = bootstrap(seed, setting, metric, statistic.title());
            interval(
                    name,
                    sample.size() < MANY
                            ? bootstrap.expandedInterval(sample, statistic)
                            : bootstrap.interval(sample, statistic));
        }

        Line comparison(Evidence<Pairs> pairs, PrimaryMetrics.Corrected signFlips, PrimaryMetrics.Corrected wilcoxon) {
            return pairs.fold(known -> comparison(known, signFlips, wilcoxon), this::none);
        }

        private Line comparison(Pairs pairs, PrimaryMetrics.Corrected signFlips, PrimaryMetrics.Corrected wilcoxon) {
            numbers.put("pairs", (double) pairs.size());
            Sample differences = pairs.differences();
            number("difference", Statistic.MEAN.of(differences));
            interval("difference", StudentInterval.ofMean(differences, LEVEL));
            test("signFlip", signFlips);
            test("wilcoxon", wilcoxon);
            number(
                    "leastP",
                    signFlips
                            .test()
                            .fold(each -> Evidence.observed(each.leastPValue()), Evidence::<Double>unavailable));
            return greater(ProbabilityOfImprovement.paired(pairs, LEVEL));
        }

        Line greater(Evidence<ProbabilityOfImprovement> improvement) {
            number(
                    "greater",
                    improvement.fold(each -> Evidence.observed(each.probability()), Evidence::<Double>unavailable));
            interval("greater", improvement.fold(ProbabilityOfImprovement::interval, Evidence::<Interval>unavailable));
            return line();
        }

        private void test(String name, PrimaryMetrics.Corrected corrected) {
            number(
                    name + "P",
                    corrected.test().fold(each -> Evidence.observed(each.pValue()), Evidence::<Double>unavailable));
            number(name + "HolmP", corrected.pValue());
        }

        private void number(String column, Evidence<Double> evidence) {
            boolean unused = evidence.fold(
                    value -> numbers.put(column, value) == null, reason -> notes.add(column + ": " + reason));
        }

        private void interval(String column, Evidence<Interval> evidence) {
            boolean unused = evidence.fold(
                    interval -> {
                        numbers.put(column + "Low", interval.low());
                        numbers.put(column + "High", interval.high());
                        return interval.caution()
                                .map(caution -> notes.add(column + ": " + caution))
                                .orElse(true);
                    },
                    reason -> notes.add(column + " interval: " + reason));
        }

        private Line none(String reason) {
            notes.add(reason);
            return line();
        }

        private Line line() {
            return new Line(
                    setting,
                    metric,
                    role,
                    Collections.unmodifiableMap(new LinkedHashMap<>(numbers)),
                    List.copyOf(notes));
        }
    }
}
