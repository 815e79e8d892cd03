package io.github.reprorun.internal.environment;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.internal.redaction.Redaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The state of a working tree, as git reports it. Immutable, hence safe to share between threads.
 *
 * @param commit the object name of the commit that is checked out, 40 or 64 hexadecimal digits
 * @param modified how many files known to git differ from that commit
 * @param untracked how many files and folders git neither knows nor ignores
 * @param remote the URL of the remote {@code origin}, or otherwise of the first one, with its credentials redacted
 */
public record SourceControl(String commit, int modified, int untracked, Evidence<String> remote) {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /**
     * Options that keep git from asking for a password, waiting for a lock, or starting helpers that a repository
     * configures.
     */
    private static final List<String> GIT =
            List.of("git", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null");

    private static final Map<String, String> VARIABLES =
            Map.of("GIT_TERMINAL_PROMPT", "0", "GIT_OPTIONAL_LOCKS", "0", "LC_ALL", "C");

    private static final Pattern OBJECT_NAME = Pattern.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?");

    /** @throws IllegalArgumentException if {@code commit} is not an object name */
    public SourceControl {
        if (!OBJECT_NAME.matcher(commit).matches()) {
            throw new IllegalArgumentException("a commit has 40 or 64 hexadecimal digits, not \"" + commit + "\"");
        }
    }

    /**
     * Asks git about the working tree that holds {@code directory}. Returns a reason instead of a fact if git is
     * absent, knows no commit, or takes longer than five seconds.
     */
    public static Evidence<SourceControl> observe(Path directory, Commands commands) {
        Evidence<String> status =
                git(directory, commands, "status", "--porcelain=v2", "--branch", "--untracked-files=normal", "-z");
        return status instanceof Evidence.Observed<String> text
                ? parsed(text.value(), directory, commands)
                : Evidence.unavailable(((Evidence.Unavailable<String>) status).reason());
    }

    /**
     * Whether the working tree differs from the commit: {@code modified} is more than 0, as in {@code git describe}.
     */
    public boolean dirty() {
        return modified > 0;
    }

    private static Evidence<String> git(Path directory, Commands commands, String... arguments) {
        List<String> command = new ArrayList<>(GIT);
        command.addAll(Arrays.asList(arguments));
        return commands.output(command, directory, VARIABLES, TIMEOUT);
    }

    /** Reads the "Porcelain Format Version 2" of git-status(1). */
    private static Evidence<SourceControl> parsed(String status, Path directory, Commands commands) {
        String commit = "";
        int modified = 0;
        int untracked = 0;
        Iterator<String> entries = Arrays.asList(status.split("\0")).iterator();
        while (entries.hasNext()) {
            String entry = entries.next();
            if (entry.startsWith("# branch.oid ")) {
                commit = entry.substring("# branch.oid ".length());
            } else if (entry.startsWith("? ")) {
                untracked++;
            } else if (entry.startsWith("1 ") || entry.startsWith("u ")) {
                modified++;
            } else if (entry.startsWith("2 ") && entries.hasNext()) {
                modified++;
                entries.next(); // the name it had before
            }
        }
        return OBJECT_NAME.matcher(commit).matches()
                ? Evidence.observed(new SourceControl(commit, modified, untracked, remote(directory, commands)))
                : Evidence.unavailable("git knows no commit here yet");
    }

    private static Evidence<String> remote(Path directory, Commands commands) {
        Evidence<String> remotes = git(directory, commands, "config", "-z", "--get-regexp", "^remote\\..*\\.url$");
        if (remotes instanceof Evidence.Unavailable<String> none) {
            return Evidence.unavailable("git names no remote (" + none.reason() + ")");
        }
        String[] entries = ((Evidence.Observed<String>) remotes).value().split("\0");
        String chosen = entries[0];
        for (String entry : entries) {
            if (entry.startsWith("remote.origin.url\n")) {
                chosen = entry;
                break;
            }
        }
        return Evidence.observed(Redaction.of(chosen.substring(chosen.indexOf('\n') + 1)));
    }
}
