package io.github.reprorun.internal.agent;

import io.github.reprorun.internal.agent.hook.FileEvents;
import io.github.reprorun.internal.agent.place.Caller;
import io.github.reprorun.internal.agent.place.DerivedSeeds;
import io.github.reprorun.internal.agent.place.PlaceRandom;
import io.github.reprorun.internal.agent.place.SiteSeeds;
import io.github.reprorun.internal.agent.place.Sites;
import io.github.reprorun.internal.agent.place.TaskPlace;
import io.github.reprorun.internal.agent.place.Tasks;
import io.github.reprorun.internal.agent.policy.ChanceSource;
import io.github.reprorun.internal.agent.policy.QuietClasses;
import io.github.reprorun.internal.agent.relay.JdkBridge;
import java.security.SecureRandom;
import java.util.Random;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.function.LongBinaryOperator;
import java.util.function.ObjIntConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The object that {@link JdkBridge} delegates to. It uses no lambdas, because these would slow the start of every run.
 * A method that the loading of a class may call takes no lock that such loading may hold.
 */
final class BridgeAnswers
        implements IntFunction<Object>,
                IntToLongFunction,
                IntToDoubleFunction,
                IntConsumer,
                LongBinaryOperator,
                ObjIntConsumer<@Nullable Object>,
                BiPredicate<Object, byte @Nullable []>,
                UnaryOperator<Object> {
    /** A generator, or an identifier, for a site that requests one without a seed. */
    @Override
    public Object apply(int site) {
        Sites.Entry entry =
                site == JdkBridge.MATH_RANDOM ? Sites.staticEntry(ChanceSource.MATH_RANDOM, "", -1) : Sites.byId(site);
        if (!entry.className.isEmpty()) {
            SiteSeeds.met(entry);
        }
        PlaceRandom random = new PlaceRandom(SiteSeeds.seed(entry), SiteSeeds.place(entry), entry);
        return entry.source == ChanceSource.UUID ? uuid(random) : random;
    }

    /** A UUID of version 4 (RFC 9562). */
    private static UUID uuid(Random bits) {
        long high = (bits.nextLong() & 0xFFFFFFFF_FFFF0FFFL) | 0x4000L;
        long low = (bits.nextLong() & 0x3FFFFFFF_FFFFFFFFL) | 0x80000000_00000000L;
        return new UUID(high, low);
    }

    /** A seed for a site that gives none. */
    @Override
    public long applyAsLong(int site) {
        Sites.Entry entry = Sites.byId(site);
        SiteSeeds.met(entry);
        long seed = SiteSeeds.seed(entry);
        if (entry.source == ChanceSource.CLOCK && entry.immaterial) {
            DerivedSeeds.standsForClock(seed);
        }
        return seed;
    }

    /** {@code Math.random()} at a site. */
    @Override
    public double applyAsDouble(int site) {
        Sites.Entry entry = Sites.byId(site);
        SiteSeeds.met(entry);
        return SiteSeeds.shared(entry).nextDouble();
    }

    @Override
    public void accept(int site) {
        SiteSeeds.met(Sites.byId(site));
    }

    /** The replacement for {@code value}, for a site, or for the JDK as {@link JdkBridge}'s constants say. */
    @Override
    public long applyAsLong(long value, long site) {
        if (site >= 0) {
            return clock(value, Sites.byId((int) site));
        }
        if (site == JdkBridge.THREAD) {
            return TaskPlace.current().threadSeed();
        }
        Caller caller = Caller.nearest();
        Class<?> type = caller.type();
        if (type == null || QuietClasses.isQuiet(type)) {
            return value;
        }
        if (site == JdkBridge.ZIP_TIME) {
            SiteSeeds.met(Sites.entry(ChanceSource.ZIP_TIME, caller));
            return value;
        }
        if (caller.internal()) {
            return value;
        }
        if (site == JdkBridge.CLOCK) {
            return clock(value, Sites.entry(ChanceSource.CLOCK, caller));
        }
        Sites.Entry entry = Sites.entry(sourceOf(caller.api()), caller);
        SiteSeeds.met(entry);
        return SiteSeeds.seed(entry);
    }

    @Override
    public void accept(@Nullable Object task, int what) {
        if (task != null && what >= JdkBridge.FILE_READ) {
            FileEvents.accept(task, what);
        } else {
            Tasks.accept(task, what);
        }
    }

    /** Fills {@code bytes} if the agent holds this draw; null bytes mean that a user has seeded the generator. */
    @Override
    public boolean test(Object generator, byte @Nullable [] bytes) {
        if (bytes == null) {
            SecureDraws.seeded((SecureRandom) generator);
            return false;
        }
        return SecureDraws.fill((SecureRandom) generator, bytes);
    }

    @Override
    public Object apply(Object entries) {
        return DirectoryOrder.sort(entries);
    }

    private static long clock(long value, Sites.Entry entry) {
        if (SiteSeeds.isApart(entry)) {
            return value;
        }
        SiteSeeds.met(entry);
        return SiteSeeds.clockSeed(entry, value);
    }

    private static ChanceSource sourceOf(String api) {
        if (api.startsWith("java.util.Collections.")) {
            return ChanceSource.SHUFFLE;
        }
        if (api.startsWith("java.lang.Math") || api.startsWith("java.lang.StrictMath")) {
            return ChanceSource.MATH_RANDOM;
        }
        if (api.startsWith("java.util.SplittableRandom")) {
            return ChanceSource.SPLITTABLE_RANDOM;
        }
        return api.startsWith("java.util.random.") ? ChanceSource.RANDOM_GENERATOR : ChanceSource.RANDOM;
    }
}
