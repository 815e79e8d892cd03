package io.github.reprorun.examples.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class SplitTests {
    private static List<Claim> claims(int honest, int frauds) {
        return IntStream.range(0, honest + frauds)
                .mapToObj(
                        i -> new Claim(List.of("claim", "fraud"), List.of(Integer.toString(i), i < frauds ? "1" : "0")))
                .toList();
    }

    private static long frauds(List<Claim> claims) {
        return claims.stream().filter(Claim::fraud).count();
    }

    @Property(tries = 50)
    void putsEveryClaimInOnePartAndTheSameShareOfFraudInBoth(
            @ForAll @IntRange(min = 1, max = 60) int honest,
            @ForAll @IntRange(min = 1, max = 20) int frauds,
            @ForAll @DoubleRange(min = 0, max = 1) double testShare,
            @ForAll long seed) {
        List<Claim> claims = claims(honest, frauds);
        Split split = Split.stratified(claims, testShare, new Random(seed));
        assertThat(Stream.concat(split.training().stream(), split.test().stream()))
                .containsExactlyInAnyOrderElementsOf(claims);
        assertThat(frauds(split.test())).isEqualTo(Math.round(testShare * frauds));
        assertThat(split.test().size() - frauds(split.test())).isEqualTo(Math.round(testShare * honest));
    }

    @Property(tries = 20)
    void isTheSameForTheSameStream(@ForAll long seed) {
        List<Claim> claims = claims(40, 10);
        assertThat(Split.stratified(claims, 0.25, new Random(seed)))
                .isEqualTo(Split.stratified(claims, 0.25, new Random(seed)));
    }
}
