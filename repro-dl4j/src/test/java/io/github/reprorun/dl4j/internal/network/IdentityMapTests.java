package io.github.reprorun.dl4j.internal.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdentityMapTests {
    private final IdentityMap<Object, String> values = new IdentityMap<>();

    @Test
    void anObjectHasItsValueAndAnEqualOneAnother() {
        String one = String.valueOf(1000);
        String other = String.valueOf(1000);

        assertThat(values.get(one, () -> "first")).isEqualTo("first");
        assertThat(values.get(other, () -> "second")).isEqualTo("second");
        assertThat(values.get(one, () -> "third")).isEqualTo("first");
    }

    @Test
    void anObjectThatNobodyHoldsIsForgotten() {
        byte[][] held = {new byte[1]};
        values.get(held[0], () -> "gone");
        held[0] = new byte[2];
        for (int i = 0; i < 100 && values.size() > 1 || i == 0; i++) {
            System.gc();
            values.get(held, () -> "held");
        }

        assertThat(values.size()).isEqualTo(1);
    }
}
