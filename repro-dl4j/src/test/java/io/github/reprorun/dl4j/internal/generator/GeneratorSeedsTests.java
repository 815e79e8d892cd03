package io.github.reprorun.dl4j.internal.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.seed.Seed;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class GeneratorSeedsTests {
    @Property
    void aDerivedSeedNeverMeansTheClock(@ForAll long root, @ForAll String name) {
        Seed seed = new Seed(root == 0 ? 1 : root);
        assertThat(GeneratorSeeds.isUsable(GeneratorSeeds.derive(seed, name))).isTrue();
    }

    @Example
    void aSeedThatMakesAWordOfStateZeroIsNotUsable() {
        assertThat(GeneratorSeeds.isUsable(0)).isFalse();
        assertThat(GeneratorSeeds.isUsable(0xffffffffdeadbeefL)).isFalse();
        assertThat(GeneratorSeeds.isUsable(0xdeadbeefL)).isTrue();
    }
}
