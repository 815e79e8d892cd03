package io.github.reprorun.examples.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class ClaimEncodingTests {
    private final List<Claim> claims = ClaimsTable.read(ClaimsTable.location()).subList(0, 400);
    private final ClaimEncoding encoding = ClaimEncoding.fittedOn(claims);

    ClaimEncodingTests() throws IOException {}

    @Test
    void readsEveryColumnButTheNumberOfTheClaimAndTheAnswer() {
        assertThat(encoding.features().stream().map(Feature::column))
                .containsExactlyInAnyOrderElementsOf(claims.get(0).columns().stream()
                        .filter(column -> !column.equals("claim") && !column.equals("fraud"))
                        .toList());
    }

    @Test
    void makesARowOfFiniteNumbersForEveryClaim() {
        DataSet encoded = encoding.encode(claims);
        assertThat(encoded.getFeatures().shape()).containsExactly(400, encoding.width());
        for (float number : encoded.getFeatures().dup().data().asFloat()) {
            assertThat(number).isFinite();
        }
    }

    @Test
    void putsTheNumbersOfTheFeaturesSideBySide() {
        INDArray row = encoding.encode(claims.subList(0, 1)).getFeatures();
        int at = 0;
        for (Feature feature : encoding.features()) {
            for (double number : feature.encode(claims.get(0))) {
                assertThat(row.getFloat(0, at++)).isEqualTo((float) number);
            }
        }
        assertThat(at).isEqualTo(encoding.width());
    }

    @Test
    void labelsHonestClaimsAndFrauds() {
        Claim fraud = claims.stream().filter(Claim::fraud).findFirst().orElseThrow();
        Claim honest =
                claims.stream().filter(claim -> !claim.fraud()).findFirst().orElseThrow();
        assertThat(encoding.encode(List.of(fraud, honest)).getLabels().toFloatMatrix())
                .isDeepEqualTo(new float[][] {{0, 1}, {1, 0}});
    }

    @Test
    void keepsWhatItLearned() {
        assertThat(encoding.toCsv())
                .startsWith("column,learned\ntype,words collision fire glass injury theft weather\n")
                .contains("repair,words own partner\n")
                .contains("\nhour,nothing\n")
                .containsPattern("\namount,median [0-9]+ log-mean 7\\.[0-9]{16} log-deviation 1\\.[0-9]{16}\n");
    }
}
