package io.github.reprorun.examples.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsTableTests {
    @TempDir
    private Path folder;

    private List<Claim> read(String csv) throws IOException {
        return ClaimsTable.read(Files.writeString(folder.resolve("claims.csv"), csv));
    }

    @Nested
    class Reading {
        @Test
        void tidiesSpellingAndSpace() throws IOException {
            assertThat(read("type,fraud\n COLLISION ,1\n")).singleElement().satisfies(claim -> {
                assertThat(claim.text("type")).isEqualTo("collision");
                assertThat(claim.fraud()).isTrue();
            });
        }

        @Test
        void takesNothingAndNanForMissing() throws IOException {
            List<Claim> claims = read("hour,fraud\nNaN,0\n,0\n7,0\n");
            assertThat(claims).extracting(claim -> claim.number("hour")).containsExactly(Double.NaN, Double.NaN, 7.0);
            assertThat(claims).extracting(claim -> claim.text("hour")).containsExactly("", "", "7");
        }

        @Test
        void keepsAMissingLastCell() throws IOException {
            assertThat(read("fraud,hour\n0,\n")).extracting(Claim::cells).containsExactly(List.of("0", ""));
        }

        @Test
        void refusesALineWithAnotherNumberOfCells() {
            assertThatThrownBy(() -> read("hour,fraud\n7\n"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("1 cells for 2 columns: [7]");
        }
    }

    @Test
    void aClaimRefusesAColumnItDoesNotHave() {
        Claim claim = new Claim(List.of("hour"), List.of("7"));
        assertThatThrownBy(() -> claim.text("minute"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no column \"minute\" among [hour]");
    }
}
