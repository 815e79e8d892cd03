package io.github.reprorun.dl4j.internal.generator;

import io.github.reprorun.dl4j.internal.feed.Draws;
import io.github.reprorun.internal.agent.place.CurrentPlace;
import io.github.reprorun.internal.agent.place.TrainingGenerators;
import io.github.reprorun.seed.NamedStream;
import io.github.reprorun.seed.StreamSeeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sources that the training thread draws from: its ND4J generator, the run's named streams, the generators that
 * nobody seeded or that its listeners and layers hold, and the counts of its place, on which the seeds of new
 * generators and the places of new threads depend. Confined to that thread.
 */
public final class TrainingGeneratorState implements Draws {
    private static final String GENERATOR = "nd4j";
    private static final String BEQUEST = "bequest";
    private static final String STREAM = "stream.";
    private static final String COUNT = "count.";
    private static final String UNSEEDED = "unseeded.";
    private static final String HELD = "held.";

    private final Supplier<PlaceGenerator> generator;
    private final StreamSeeds streams;
    private final NamedStream.DrawWatch watch;
    private @Nullable ProgramGenerators held;

    public TrainingGeneratorState(Supplier<PlaceGenerator> generator, StreamSeeds streams) {
        this.generator = generator;
        this.streams = streams;
        this.watch = streams.watch();
    }

    /** Includes these too from now on. */
    public void hold(ProgramGenerators generators) {
        held = generators;
    }

    /**
     * Call this before a checkpoint: searches for the generators that the training has begun to draw from.
     *
     * @return the generators that cannot be restored to their present position
     */
    public List<UnrestorableGenerator> look() {
        List<UnrestorableGenerator> lost = new ArrayList<>();
        if (held != null) {
            held.look();
            lost.addAll(held.lost());
        }
        TrainingGenerators.madeInTraining()
                .forEach(site -> lost.add(new UnrestorableGenerator(
                        site.kind() + " made in the training", site.className(), site.line())));
        return lost;
    }

    /** The classes of the generators that the program holds, by name. */
    public SortedMap<String, String> heldClasses() {
        return held == null ? new TreeMap<>() : held.classes();
    }

    /** The generators of {@code classes}, which an earlier process held, that this process does not hold. */
    public List<UnrestorableGenerator> missing(SortedMap<String, String> classes) {
        List<UnrestorableGenerator> missing = new ArrayList<>();
        classes.forEach((name, className) -> {
            if (held != null) {
                held.missing(name, className).ifPresent(missing::add);
            }
        });
        return missing;
    }

    @Override
    public Map<String, List<Long>> positions() {
        Map<String, List<Long>> positions = new HashMap<>();
        positions.put(GENERATOR, generator.get().position());
        positions.put(BEQUEST, List.of(CurrentPlace.bequest()));
        CurrentPlace.counts().forEach((label, count) -> positions.put(COUNT + label, List.of((long) count)));
        TrainingGenerators.positions().forEach((name, position) -> positions.put(UNSEEDED + name, position));
        if (held != null) {
            held.positions().forEach((name, position) -> positions.put(HELD + name, position));
        }
        streams.streams().forEach((name, stream) -> positions.put(STREAM + name, position(stream)));
        return positions;
    }

    private static List<Long> position(NamedStream stream) {
        NamedStream.Position position = stream.position();
        return List.of(position.state(), position.spareGaussianBits(), position.hasSpareGaussian() ? 1L : 0L);
    }

    @Override
    public void moveTo(String name, List<Long> position) {
        if (name.equals(GENERATOR)) {
            generator.get().moveTo(position);
        } else if (name.equals(BEQUEST)) {
            CurrentPlace.bequeath(position.get(0));
        } else if (name.startsWith(COUNT)) {
            CurrentPlace.setCount(
                    name.substring(COUNT.length()),
                    position.isEmpty() ? 0 : position.get(0).intValue());
        } else if (name.startsWith(HELD)) {
            if (held != null) {
                held.moveTo(name.substring(HELD.length()), position);
            }
        } else if (name.startsWith(UNSEEDED)) {
            TrainingGenerators.moveTo(name.substring(UNSEEDED.length()), position);
        } else if (!position.isEmpty()) {
            streams.stream(name.substring(STREAM.length()))
                    .moveTo(new NamedStream.Position(position.get(0), position.get(1), position.get(2) != 0));
        }
    }

    @Override
    public boolean isShared(String name) {
        return name.startsWith(STREAM);
    }

    /** Whether the program holds it. */
    public boolean isHeld(String name) {
        return name.startsWith(HELD);
    }

    /** Whether the data that was taken again drew from a generator that the program holds, on whichever thread. */
    public boolean isOfData(String name) {
        return held != null && name.startsWith(HELD) && held.isOfData(name.substring(HELD.length()));
    }

    /** The generator called {@code name} if the data may have drawn from it ahead of the repeated part. */
    public Optional<UnrestorableGenerator> doubtful(String name, List<Long> position) {
        return held == null || !name.startsWith(HELD)
                ? Optional.empty()
                : held.doubtful(name.substring(HELD.length()), position);
    }

    /** Takes the data again by {@code replay}, and learns the generators that the data draws from. */
    public void takeDataAgain(Runnable replay) {
        if (held == null) {
            replay.run();
        } else {
            held.takeDataAgain(replay);
        }
    }

    @Override
    public boolean isDrawnInTraining(String name) {
        return streams.stream(name.substring(STREAM.length())).isDrawnInTraining();
    }

    @Override
    public void beginEpoch() {
        watch.begin();
    }

    @Override
    public void prepareData() {
        watch.pause();
        TrainingGenerators.training(false);
    }

    @Override
    public void train() {
        watch.goOn();
        TrainingGenerators.training(true);
    }

    /** Records that the next step of the training begins. */
    public void nextStep() {
        TrainingGenerators.nextStep();
    }

    /** From now on draws of the calling thread do not belong to a training. */
    public void end() {
        TrainingGenerators.training(false);
    }
}
