package io.github.reprorun.programs.agent;

import io.github.reprorun.internal.agent.place.Sites;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.random.ISAACRandom;
import org.apache.commons.math3.random.JDKRandomGenerator;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.random.RandomAdaptor;
import org.apache.commons.math3.random.RandomDataGenerator;
import org.apache.commons.math3.random.Well1024a;
import org.apache.commons.math3.random.Well19937c;

/** Generators of Commons Math, which seed themselves from the clock and an identity hash code. */
public final class CommonsMath {
    private CommonsMath() {}

    public static void main(String[] arguments) {
        System.out.println(new MersenneTwister().nextLong());
        System.out.println(new Well19937c().nextLong());
        System.out.println(RandomAdaptor.createAdaptor(new Well1024a()).nextLong());
        System.out.println(new ISAACRandom().nextLong());
        System.out.println(new JDKRandomGenerator().nextLong());
        System.out.println(new RandomDataGenerator().nextGaussian(0, 1));
        System.out.println(new NormalDistribution().sample());
        System.out.println(new MersenneTwister(System.currentTimeMillis()).nextLong());
        Sites.all().forEach(site -> System.out.println("site\t" + site));
    }
}
