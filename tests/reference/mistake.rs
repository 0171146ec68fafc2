//! Errors that somebody could make in an implementation. The comparison must notice each of them, or it proves nothing.

/// A deliberate error in the literal model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mistake {
    /// E0: announcements are drafted on Saturdays and Sundays too.
    AnnouncesAtWeekends,
    /// E0: the smallest event has size 1, so the mean event is too large.
    EventsNotScaled,
    /// World: the same members follow all accounts.
    FollowersTheSame,
    /// E0: fear keeps nobody silent.
    FearForgotten,
    /// E1: attention fades from the moment a draft is finished, not from the event.
    AttentionFromSubmission,
    /// E2: the daily rhythm follows UTC instead of the members' clock.
    RhythmInUtc,
    /// E3: reach is applied twice.
    ReachTwice,
    /// E4: the quality of a message has median 1 instead of mean 1.
    QualityMedian1,
    /// E4: all accounts are equally talented.
    TalentForgotten,
    /// E4: reviews do not make messages bland.
    BlandnessForgotten,
    /// E4: affinity is measured from 0 instead of from the mean baseline.
    AffinityFromZero,
    /// E4: the lift of dialogue is left out.
    LiftForgotten,
    /// E5: a question is asked at the moment of publication.
    AsksAtOnce,
    /// E8: the oldest question is answered first.
    OldestQuestionFirst,
    /// E8: somebody answers at night too.
    AnswersAtNight,
    /// E8: tokens pile up without a limit.
    TokensPileUp,
    /// E8: an unanswered question does twice its harm.
    HarmTwice,
    /// E8: expectation never moves.
    ExpectationStuck,
    /// E8: expectation moves before the harm is done.
    ExpectationMovesFirst,
    /// E8: a late answer helps as much as one in time.
    LateAnswersHelp,
    /// E9: half-life read as mean life.
    HalfLifeAsMeanLife,
    /// E9: the mood starts at 0 instead of its stationary law.
    MoodStartsAtZero,
    /// E10: goodwill decays as if a month were a year.
    GoodwillLasts,
    /// E11: standing leaves out the mood.
    StandingWithoutMood,
    /// E14: weekends do not stop the desks.
    DesksWorkAtWeekends,
    /// E14: an edited draft passes on to the next desk.
    EditsForgotten,
    /// E14: `chance_edited` counts among the reviews that do not drop, not among all.
    EditsOfTheRest,
    /// E14: replies wait like everybody else.
    RepliesNotFirst,
    /// E14: dropped drafts leave at once instead of at the end of the delay.
    DropsAtOnce,
    /// E14: stale comments are not withdrawn.
    NobodyGivesUp,
    /// E14: every draft that is cleared has one review behind it.
    OneReviewOnly,
    /// Policy: read at the instant instead of the beginning of the step.
    RulesOfTheInstant,
}
