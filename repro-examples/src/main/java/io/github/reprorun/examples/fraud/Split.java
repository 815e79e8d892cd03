package io.github.reprorun.examples.fraud;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A part to train on and a part to test on, with the same share of fraud in both. Immutable, hence safe to share between
 * threads.
 */
record Split(List<Claim> training, List<Claim> test) {
    /** Copies what it is given. */
    Split {
        training = List.copyOf(training);
        test = List.copyOf(test);
    }

    /** Puts {@code testShare} of the frauds and of the honest claims into the test part, and shuffles both parts. */
    static Split stratified(List<Claim> claims, double testShare, Random random) {
        List<Claim> training = new ArrayList<>();
        List<Claim> test = new ArrayList<>();
        for (boolean fraud : new boolean[] {false, true}) {
            List<Claim> stratum = new ArrayList<>(
                    claims.stream().filter(claim -> claim.fraud() == fraud).toList());
            Collections.shuffle(stratum, random);
            int cut = (int) Math.round(testShare * stratum.size());
            test.addAll(stratum.subList(0, cut));
            training.addAll(stratum.subList(cut, stratum.size()));
        }
        Collections.shuffle(training, random);
        Collections.shuffle(test, random);
        return new Split(training, test);
    }
}
