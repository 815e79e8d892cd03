package io.github.reprorun.examples.fraud;

import java.util.Random;

/** The patterns of frauds. Each story alters an honest claim in its own way. */
enum FraudStory {
    /** Two cars meet at night, with passengers who saw it all, and are mended at a garage of the driver's choice. */
    STAGED_COLLISION {
        @Override
        void tell(ClaimDraft draft, Random random) {
            draft.type = ClaimType.COLLISION;
            draft.hour = Chance.between(random, 21, 28) % 24;
            draft.witnesses = 2 + Chance.poisson(random, 0.8);
            draft.policeReport = Chance.happens(random, 0.15);
            draft.partnerGarage = Chance.happens(random, 0.15);
            draft.priorClaims += Chance.poisson(random, 1.5);
            draft.amount = Chance.logNormal(random, 4600, 0.4);
        }
    },
    /** A costly car vanishes, nobody saw it, and the police hear of it late or never. */
    PHANTOM_THEFT {
        @Override
        void tell(ClaimDraft draft, Random random) {
            draft.type = ClaimType.THEFT;
            draft.vehicle = Chance.happens(random, 0.6) ? "luxury" : "suv";
            draft.witnesses = 0;
            draft.policeReport = Chance.happens(random, 0.3);
            draft.daysToReport = 4 + Chance.exponential(random, 12, 100);
            draft.amount = Chance.logNormal(random, 14_000, 0.4);
        }
    },
    /** Something small did happen; the bill is for something large. */
    INFLATED_BILL {
        @Override
        void tell(ClaimDraft draft, Random random) {
            draft.type = Chance.pick(random, ClaimType.values(), 30, 40, 25, 0, 5, 0);
            draft.partnerGarage = Chance.happens(random, 0.05);
            draft.policeReport = Chance.happens(random, draft.type.policeProbability / 2);
            draft.priorClaims += Chance.poisson(random, 1);
            draft.amount = draft.type.medianAmount * (3 + 2 * random.nextDouble());
        }
    },
    /** The damage is older than the policy. */
    BACKDATED_POLICY {
        @Override
        void tell(ClaimDraft draft, Random random) {
            draft.policyMonths = Chance.between(random, 0, 2);
            draft.daysToReport = 8 + Chance.exponential(random, 14, 100);
            draft.vehicleYears += 4;
            draft.amount *= 1.5;
        }
    };

    /** Some frauds are told so well that they look honest. */
    private static final double UNDETECTABLE = 0.08;

    abstract void tell(ClaimDraft draft, Random random);

    /** Alters {@code draft} after one of the stories, or leaves it as it is. */
    static void any(ClaimDraft draft, Random random) {
        FraudStory story = Chance.pick(random, values(), 35, 25, 22, 18);
        if (!Chance.happens(random, UNDETECTABLE)) {
            story.tell(draft, random);
        }
    }
}
