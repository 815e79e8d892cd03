package io.github.reprorun.internal.follow;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.file.FolderDigest;
import io.github.reprorun.base.file.SlashedPath;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.internal.directory.RunDirectory;
import io.github.reprorun.manifest.InputResource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The inputs that a wrapped program read, as the run states them. An input below the working directory is named by its
 * path relative to it, any other by the shortest suffix of its path that no other has, so that names do not depend on
 * the host. Many files of one folder are one input: its digest covers a listing of the files that were read, which the
 * run directory keeps. There is none where the folder's name could not be a file's in a manifest, or a name in it holds a
 * line feed, which a listing of lines cannot have. Stateless.
 */
final class ProgramInputs {
    /** More files of one folder than these are one input. */
    static final int MANY = 64;

    private ProgramInputs() {}

    /** States {@code files}; writes the listing of a folder to the file that {@code listings} gives for its name. */
    static List<InputResource> state(
            SortedMap<Path, FileDigest> files, Path workingDirectory, Function<String, Path> listings) {
        Map<Path, SortedMap<Path, FileDigest>> folders = new HashMap<>();
        files.forEach((file, digest) -> folders.computeIfAbsent(file.getParent(), folder -> new TreeMap<>())
                .put(file, digest));
        SortedMap<Path, SortedMap<Path, FileDigest>> stated = new TreeMap<>();
        folders.forEach((folder, members) -> {
            if (members.size() > MANY && canBeListed(folder, members.keySet())) {
                stated.put(folder, members);
            } else {
                members.forEach((file, digest) -> stated.put(file, new TreeMap<>(Map.of(file, digest))));
            }
        });
        Map<Path, String> names = names(stated.keySet(), workingDirectory);
        List<InputResource> inputs = new ArrayList<>();
        stated.forEach((path, members) -> {
            String name = names.getOrDefault(path, path.toString());
            FileDigest digest = members.get(path);
            inputs.add(
                    digest != null
                            ? InputResource.file(
                                    name, stated(path, workingDirectory), InputResource.Origin.OPENED, digest)
                            : InputResource.folder(
                                    name,
                                    stated(path, workingDirectory),
                                    InputResource.Origin.OPENED,
                                    listed(members, listings.apply(name))));
        });
        inputs.sort(Comparator.comparing(InputResource::name));
        return inputs;
    }

    /** The digest over a listing of {@code members} alone; the listing is written to {@code listing}. */
    private static FolderDigest listed(SortedMap<Path, FileDigest> members, Path listing) {
        StringBuilder lines = new StringBuilder();
        long size = 0;
        for (Entry<Path, FileDigest> member : members.entrySet()) {
            lines.append(member.getValue().sha256().hex()).append("  ");
            lines.append(member.getKey().getFileName()).append('\n');
            size += member.getValue().size();
        }
        byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
        try {
            Files.createDirectories(listing.toAbsolutePath().getParent());
            Files.write(listing, text);
        } catch (IOException e) {
            throw new UnwritableException(
                    listing.toString(), "the listing of an input cannot be written (" + e + ")", e);
        }
        return new FolderDigest(Sha256.of(text), members.size(), size);
    }

    private static boolean canBeListed(Path folder, Set<Path> members) {
        return RunDirectory.isPortable(text(folder))
                && members.stream()
                        .noneMatch(file -> file.getFileName().toString().indexOf('\n') >= 0);
    }

    private static String stated(Path path, Path workingDirectory) {
        Path stated = path.startsWith(workingDirectory) ? workingDirectory.relativize(path) : path;
        return stated.toString().isEmpty() ? "." : stated.toString();
    }

    private static Map<Path, String> names(Set<Path> paths, Path workingDirectory) {
        Map<Path, String> names = new HashMap<>();
        Set<Path> unnamed = new HashSet<>();
        for (Path path : paths) {
            if (path.startsWith(workingDirectory)) {
                names.put(path, path.equals(workingDirectory) ? "." : text(workingDirectory.relativize(path)));
            } else {
                unnamed.add(path);
            }
        }
        for (int length = 1; !unnamed.isEmpty(); length++) {
            Map<String, Integer> ends = new HashMap<>();
            names.values().forEach(name -> ends.merge(name, 1, Integer::sum));
            for (Path path : unnamed) {
                ends.merge(end(path, length), 1, Integer::sum);
            }
            for (Path path : List.copyOf(unnamed)) {
                if (ends.getOrDefault(end(path, length), 1) == 1 || length >= path.getNameCount()) {
                    names.put(path, end(path, length));
                    unnamed.remove(path);
                }
            }
        }
        return names;
    }

    private static String end(Path path, int length) {
        int parts = path.getNameCount();
        return text(length < parts ? path.subpath(parts - length, parts) : path);
    }

    private static String text(Path path) {
        return SlashedPath.of(path);
    }
}
