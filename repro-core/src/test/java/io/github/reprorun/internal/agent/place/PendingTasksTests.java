package io.github.reprorun.internal.agent.place;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PendingTasksTests {
    private final PendingTasks tasks = new PendingTasks();

    @Test
    void aTaskHasItsPlaceOnce() {
        Object task = new Object();
        TaskPlace place = TaskPlace.ordered("place");
        tasks.add(task, place);
        assertThat(tasks.take(new Object())).isNull();
        assertThat(tasks.take(task)).isSameAs(place);
        assertThat(tasks.take(task)).isNull();
    }

    @Test
    void anObjectHandedOverTwiceTakesItsPlacesInOrder() {
        Object task = new Object();
        TaskPlace first = TaskPlace.ordered("first");
        TaskPlace second = TaskPlace.ordered("second");
        tasks.add(task, first);
        tasks.add(task, second);
        assertThat(tasks.take(task)).isSameAs(first);
        assertThat(tasks.take(task)).isSameAs(second);
    }

    @Test
    void aTaskThatHasAPlaceKeepsIt() {
        Object task = new Object();
        tasks.addIfAbsent(task, TaskLabel.of(task));
        TaskPlace place = tasks.take(task);
        tasks.addIfAbsent(task, TaskLabel.of(task));
        tasks.addIfAbsent(task, TaskLabel.of(task));
        assertThat(tasks.take(task)).isNotNull().isNotSameAs(place);
        assertThat(tasks.take(task)).isNull();
    }

    @Test
    void equalTasksAreNotTheSame() {
        tasks.add(new String("a"), TaskPlace.ordered("first"));
        assertThat(tasks.take(new String("a"))).isNull();
    }

    @Test
    void manyTasksFindTheirPlaces() {
        Object[] objects = new Object[50_000];
        for (int i = 0; i < objects.length; i++) {
            objects[i] = new Object();
            tasks.add(objects[i], TaskPlace.ordered(Integer.toString(i)));
        }
        for (int i = 0; i < objects.length; i += 7) {
            TaskPlace place = tasks.take(objects[i]);
            assertThat(place).isNotNull();
            assertThat(place.path).isEqualTo(Integer.toString(i));
        }
    }
}
