package io.github.reprorun;

/** A training as the body of its run. A class and no lambda, which a JVM that starts would make a class of first. */
record TrainingBody(Training training) implements RunBody {
    @Override
    public void run(RunRecord record, Sessions sessions) throws Exception {
        training.train(new RunContext(record, sessions));
    }
}
