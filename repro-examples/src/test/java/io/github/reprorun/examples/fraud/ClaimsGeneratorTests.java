package io.github.reprorun.examples.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsGeneratorTests {
    @Nested
    class TheStoredTable {
        @Test
        void isWhatTheGeneratorWrites() {
            assertThat(ClaimsTable.location())
                    .hasBinaryContent(ClaimsGenerator.table(ClaimsGenerator.SEED, ClaimsGenerator.ROWS)
                            .getBytes(StandardCharsets.US_ASCII));
        }

        @Test
        void holdsTwentyThousandClaimsOfWhichOneInTwentyIsAFraud() throws IOException {
            List<Claim> claims = ClaimsTable.read(ClaimsTable.location());
            assertThat(claims).hasSize(20_000);
            assertThat(claims.stream().filter(Claim::fraud)).hasSize(958);
        }

        @Test
        void hasGapsToClean() throws IOException {
            String csv = Files.readString(ClaimsTable.location());
            assertThat(csv).contains(",NaN,").contains(",,").contains("COLLISION");
        }
    }

    @Nested
    class ATable {
        @Test
        void isTheSameInALocaleWithOtherDigits() {
            String expected = ClaimsGenerator.table(5, 20);
            Locale usual = Locale.getDefault();
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            try {
                assertThat(ClaimsGenerator.table(5, 20)).isEqualTo(expected);
            } finally {
                Locale.setDefault(usual);
            }
        }

        @Test
        void isAnotherForAnotherSeed() {
            assertThat(ClaimsGenerator.table(5, 20)).isNotEqualTo(ClaimsGenerator.table(6, 20));
        }

        @Test
        void isWrittenToTheFileNamed(@TempDir Path folder) throws IOException {
            Path file = folder.resolve("other.csv");
            ClaimsGenerator.main(new String[] {file.toString()});
            assertThat(file).hasSameBinaryContentAs(ClaimsTable.location());
        }
    }
}
