package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineageTests {
    private final Lineage main = Lineage.root("main");

    @Test
    void aChildIsNamedByItsCreatorAndItsPlaceAmongThoseOfTheSameCreator() {
        assertThat(main.child("a.Pool").path()).isEqualTo("main/a.Pool#0");
        assertThat(main.child("b.Other").path()).isEqualTo("main/b.Other#0");
        assertThat(main.child("a.Pool").child("a.Pool").path()).isEqualTo("main/a.Pool#1/a.Pool#0");
    }

    @Test
    void aStreamIsNamedByThePathUntilTheProgramChoosesASeed() {
        assertThat(main.stream()).isEqualTo("nd4j/thread/main");
        main.userSeed(5);
        assertThat(main.stream()).isEqualTo("nd4j/thread/main?seed=5");
    }

    @Test
    void aChildInheritsTheSeedThatWasChosenBeforeItWasCreated() {
        Lineage before = main.child("a.Pool");
        main.userSeed(5);
        Lineage after = main.child("a.Pool");
        main.userSeed(6);

        assertThat(before.stream()).isEqualTo("nd4j/thread/main/a.Pool#0");
        assertThat(after.stream()).isEqualTo("nd4j/thread/main/a.Pool#1?seed=5");
    }
}
