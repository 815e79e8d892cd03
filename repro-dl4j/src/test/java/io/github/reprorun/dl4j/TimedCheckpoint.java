package io.github.reprorun.dl4j;

import io.github.reprorun.dl4j.internal.checkpoint.CheckpointFolder;
import io.github.reprorun.dl4j.internal.checkpoint.Part;
import io.github.reprorun.dl4j.internal.network.NetworkImage;
import io.github.reprorun.dl4j.internal.network.NetworkState;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;

/**
 * The two halves of a checkpoint of a network, as a training takes it: the copy that the training waits for, and the file,
 * forced to the disk, which another thread writes. For benchmarks. Confined to one thread.
 */
public final class TimedCheckpoint {
    private final NetworkState.Whole network;
    private final CheckpointFolder folder;
    private long written;

    public TimedCheckpoint(Model network, Path folder) {
        this.network = NetworkState.of(network);
        this.folder = new CheckpointFolder(folder);
    }

    /** Copies the network's state, and frees the copy. */
    public void copy() {
        NetworkImage.of(network).parts().forEach(Part::close);
    }

    /** Copies the network's state and writes it, one file in the place of the one before. */
    public void write() throws IOException {
        NetworkImage image = NetworkImage.of(network);
        folder.write(folder.file(0, written++), image.facts(), image.parts(), 1);
        image.parts().forEach(Part::close);
    }
}
