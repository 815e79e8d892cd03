package io.github.reprorun.study;

import io.github.reprorun.manifest.Parent;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the run of one cell is to be. Immutable, hence safe to share between threads.
 *
 * @param cell its parameters and seed
 * @param id of the run
 * @param parent the study
 * @param runsDirectory where its directory is made
 * @param signingKey signs its manifest, or empty for the program's choice
 * @param output the file that gets what it prints
 * @param result the file in which it says how it ended
 * @param digests the list of digests that the study's runs share, in the form of {@link
 *     io.github.reprorun.base.file.KnownDigests#PROPERTY}
 */
record CellOrder(
        StudyDesign.Cell cell,
        String id,
        Parent parent,
        Path runsDirectory,
        Optional<Path> signingKey,
        Path output,
        Path result,
        String digests) {}
