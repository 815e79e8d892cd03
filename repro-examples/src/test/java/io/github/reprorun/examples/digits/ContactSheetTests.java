package io.github.reprorun.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ContactSheetTests {
    @Test
    void isAGreyMapOfTenDigitsARow() {
        String sheet = ContactSheet.of(DigitSet.drawn(20, new Random(1)));
        String[] lines = sheet.split("\n");
        assertThat(lines).hasSize(3 + 2 * 16).startsWith("P2", "160 32", "255");
        assertThat(lines[3].split(" "))
                .hasSize(160)
                .allSatisfy(grey -> assertThat(Integer.parseInt(grey)).isBetween(0, 255));
    }
}
