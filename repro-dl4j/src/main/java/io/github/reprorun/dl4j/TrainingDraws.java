package io.github.reprorun.dl4j;

import io.github.reprorun.agent.Lineage;
import io.github.reprorun.dl4j.feed.Draws;
import io.github.reprorun.seed.DrawWatch;
import io.github.reprorun.seed.NamedStream;
import io.github.reprorun.seed.StreamSeeds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the training thread draws from: its ND4J generator, the run's named streams, and the counts of its place, on which
 * the seeds of new generators and the places of new threads depend. Confined to that thread.
 */
final class TrainingDraws implements Draws {
    private static final String GENERATOR = "nd4j";
    private static final String BEQUEST = "bequest";
    private static final String STREAM = "stream.";
    private static final String COUNT = "count.";

    private final Supplier<PlaceGenerator> generator;
    private final StreamSeeds streams;
    private final DrawWatch watch;

    TrainingDraws(Supplier<PlaceGenerator> generator, StreamSeeds streams) {
        this.generator = generator;
        this.streams = streams;
        this.watch = streams.watch();
    }

    @Override
    public Map<String, List<Long>> positions() {
        Map<String, List<Long>> positions = new HashMap<>();
        positions.put(GENERATOR, generator.get().position());
        positions.put(BEQUEST, List.of(Lineage.bequest()));
        Lineage.counts().forEach((label, count) -> positions.put(COUNT + label, List.of((long) count)));
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
            Lineage.bequeath(position.get(0));
        } else if (name.startsWith(COUNT)) {
            Lineage.setCount(
                    name.substring(COUNT.length()),
                    position.isEmpty() ? 0 : position.get(0).intValue());
        } else if (!position.isEmpty()) {
            streams.stream(name.substring(STREAM.length()))
                    .moveTo(new NamedStream.Position(position.get(0), position.get(1), position.get(2) != 0));
        }
    }

    @Override
    public boolean isShared(String name) {
        return name.startsWith(STREAM);
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
    }

    @Override
    public void train() {
        watch.goOn();
    }
}
