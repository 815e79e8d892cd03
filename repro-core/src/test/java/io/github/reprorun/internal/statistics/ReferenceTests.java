package io.github.reprorun.internal.statistics;

import static io.github.reprorun.internal.statistics.Numbers.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.reprorun.internal.statistics.ProbabilityOfImprovement.Task;
import io.github.reprorun.internal.statistics.Significance.Method;
import io.github.reprorun.seed.Seed;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What SciPy says of the same data: scipy.json, made by reference.py, both beside this class's resources. */
class ReferenceTests {
    private static final JsonNode SCIPY = read();
    private static final double EXACT = 1e-9;

    private static JsonNode read() {
        try (InputStream json = ReferenceTests.class.getResourceAsStream("scipy.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(json));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void statisticsAndQuantiles() {
        eachOf("samples", 5, (name, sample) -> {
            Sample ours = sample(sample.get("values"));
            for (Statistic statistic : Statistic.values()) {
                assertThat(value(statistic.of(ours)))
                        .as("%s of %s", statistic, name)
                        .isCloseTo(
                                sample.get("statistics").get(statistic.name()).asDouble(), within(EXACT));
            }
            fields(sample.get("quantiles"))
                    .forEach(quantile -> assertThat(value(ours.quantile(Double.parseDouble(quantile.getKey()))))
                            .as("quantile %s of %s", quantile.getKey(), name)
                            .isCloseTo(quantile.getValue().asDouble(), within(EXACT)));
        });
    }

    @Test
    void intervalsByStudentsT() {
        eachOf("samples", 5, (name, sample) -> {
            Sample ours = sample(sample.get("values"));
            fields(sample.get("student"))
                    .forEach(level -> assertEnds(
                            value(StudentInterval.ofMean(ours, Double.parseDouble(level.getKey()))),
                            level.getValue(),
                            within(EXACT)));
            fields(sample.get("prediction"))
                    .forEach(level -> assertEnds(
                            value(new SeedDistribution(ours).ifNormal(Double.parseDouble(level.getKey()))),
                            level.getValue(),
                            within(EXACT)));
        });
    }

    @Test
    void criticalValuesOfStudentsT() {
        eachOf("criticalValues", 24, (name, scipy) -> {
            String[] parts = name.split(" ");
            double expected = scipy.asDouble();

            assertThat(StudentInterval.critical(Long.parseLong(parts[0]), Double.parseDouble(parts[1])))
                    .as("degrees of freedom and level: %s", name)
                    .isCloseTo(expected, within(EXACT * expected));
        });
    }

    /**
     * Both are drawn: theirs is the mean of ten, so ours may be off by its own scatter, of which ten show the size only
     * roughly. Where it is 0, as for a median that is one of five values, the interval may differ by the choice of a
     * quantile's definition: 0.2 % of its width.
     */
    @Test
    void bootstrapIntervalsWithinTheirScatter() {
        Bootstrap bootstrap = new Bootstrap(new Seed(7), "reference", 9999, 0.95);
        eachOf("samples", 5, (name, sample) -> {
            Sample ours = sample(sample.get("values"));
            for (Statistic statistic : Statistic.values()) {
                JsonNode scipy = sample.get("bca").get(statistic.name());
                Interval interval = value(bootstrap.interval(ours, statistic));
                double range = interval.width();
                for (int end = 0; end < 2; end++) {
                    assertThat(end == 0 ? interval.low() : interval.high())
                            .as("end %d for the %s of %s", end, statistic.title(), name)
                            .isCloseTo(
                                    scipy.get("ends").get(end).asDouble(),
                                    within(4.5 * scipy.get("scatter").get(end).asDouble() + 0.002 * range));
                }
            }
        });
    }

    @Test
    void testsOfPairs() {
        SignFlipTest signFlip = new SignFlipTest(new Seed(7), "reference", 99_999);
        eachOf("pairs", 10, (name, scipy) -> {
            Pairs pairs = new Pairs(sample(scipy.get("first")), sample(scipy.get("second")));
            Significance wilcoxon = value(WilcoxonTest.of(pairs));
            assertThat(wilcoxon.pValue())
                    .as("wilcoxon, %s", name)
                    .isCloseTo(scipy.get("wilcoxon").asDouble(), within(EXACT));
            assertThat(wilcoxon.method()).isEqualTo(pairs.size() > 50 ? Method.NORMAL : Method.EXACT);
            if (scipy.has("signFlip")) {
                assertThat(value(signFlip.of(pairs)).pValue())
                        .as("sign flips, %s", name)
                        .isCloseTo(scipy.get("signFlip").asDouble(), within(EXACT));
            }
        });
    }

    @Test
    void probabilitiesOfImprovement() {
        Bootstrap bootstrap = new Bootstrap(new Seed(7), "reference", 100, 0.9);
        eachOf("pairs", 10, (name, scipy) -> {
            Sample first = sample(scipy.get("first"));
            Sample second = sample(scipy.get("second"));
            assertThat(value(ProbabilityOfImprovement.of(List.of(new Task(first, second)), bootstrap))
                            .probability())
                    .as("unpaired, %s", name)
                    .isCloseTo(scipy.get("mannWhitney").asDouble(), within(EXACT));
            if (!name.contains("ties")) {
                ProbabilityOfImprovement paired = ofPairs(first, second, 0.95);
                assertThat(paired.probability()).isEqualTo(scipy.get("wins").asDouble() / first.size());
                fields(scipy.get("clopperPearson"))
                        .forEach(level -> assertEnds(
                                value(ofPairs(first, second, Double.parseDouble(level.getKey()))
                                        .interval()),
                                level.getValue(),
                                within(EXACT)));
            }
        });
    }

    private static ProbabilityOfImprovement ofPairs(Sample first, Sample second, double level) {
        return value(ProbabilityOfImprovement.paired(new Pairs(first, second), level));
    }

    @Test
    void sizesForAWidth() {
        JsonNode sizes = SCIPY.get("sizes");
        assertThat(sizes).hasSize(4);
        for (JsonNode scipy : sizes) {
            SampleSize size = value(SampleSize.forWidth(
                    sample(scipy.get("values")),
                    scipy.get("width").asDouble(),
                    scipy.get("level").asDouble()));

            assertThat(size.values()).isEqualTo(scipy.get("size").asInt());
            assertThat(size.width()).isCloseTo(scipy.get("reached").asDouble(), within(EXACT));
        }
    }

    private static void eachOf(String group, int count, BiConsumer<String, JsonNode> check) {
        List<Map.Entry<String, JsonNode>> entries = fields(SCIPY.get(group));
        assertThat(entries).hasSize(count);
        entries.forEach(each -> check.accept(each.getKey(), each.getValue()));
    }

    private static List<Map.Entry<String, JsonNode>> fields(JsonNode node) {
        return List.copyOf(node.properties());
    }

    private static Sample sample(JsonNode values) {
        return new Sample(StreamSupport.stream(values.spliterator(), false)
                .map(JsonNode::asDouble)
                .toList());
    }

    private static void assertEnds(Interval interval, JsonNode ends, Offset<Double> offset) {
        assertThat(interval.low()).isCloseTo(ends.get(0).asDouble(), offset);
        assertThat(interval.high()).isCloseTo(ends.get(1).asDouble(), offset);
    }
}
