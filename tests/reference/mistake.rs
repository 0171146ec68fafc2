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
    /// E6: whoever engages with a reshare does not pass it on.
    OneGeneration,
    /// E6: a follower who has engaged may engage again as a peer.
    FollowersEngageAgain,
    /// E6: a peer meets the attention of the instant of publication.
    SharedAttentionLasts,
    /// E6: the daily rhythm of those who are shown a comment counts for peers, too.
    PeersByTheHour,
    /// E6: only those who do not follow are reached.
    PeersAreStrangers,
    /// E6: offspring is not cut at the cap.
    CapForgotten,
    /// E6: chances above the cap are multiplied by the cap, not by what brings them down to it.
    CapAsFactor,
    /// E6: the expected offspring is the mean over the classes, however many members they have.
    ClassesWeighAlike,
    /// E6: a reshare that is due after the end of the run does not happen.
    ResharesEndWithTheRun,
    /// E6: no peer begins to follow.
    PeersNeverFollow,
    /// E6: peers ask as soon after publication as followers do.
    PeersAskEarly,
    /// E6: peers learn nothing, do not count in goodwill and do not ask.
    PeersAreIdle,
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
    /// E8: an answer in time wins no follower.
    NobodyReadsAlong,
    /// E9: half-life read as mean life.
    HalfLifeAsMeanLife,
    /// E9: the mood starts at 0 instead of its stationary law.
    MoodStartsAtZero,
    /// E10: goodwill decays as if a month were a year.
    GoodwillLasts,
    /// E10: the goodwill of the rest of the world decays.
    ConstantGoodwillWearsOff,
    /// E11: standing leaves out the mood.
    StandingWithoutMood,
    /// E12: everything that is wanted may open, as if all institutions had taken to the platform long ago.
    AdoptionForgotten,
    /// E12: fear holds no account back.
    OpensWithoutFear,
    /// E12: accounts open in the order of their numbers, whatever their resistance.
    NobodyResists,
    /// E12: the followers of later accounts have the median, not the mean, that is given.
    NewFollowersNotScaled,
    /// E12: growth does not slow down as followers become many.
    GrowsWithoutLimit,
    /// E12: growth drops its fractions every midnight.
    FractionsLost,
    /// E12: growth wins followers from all classes alike.
    GrowsByMembers,
    /// E12: followers leave whether they are shown the message or not.
    WhoIsNotShownLeaves,
    /// E4: an account is taken to be as large as on the day it opened.
    SizeOfTheStart,
    /// E13: thaw and chill change places.
    ThawsLikeChill,
    /// E13: a sanction frightens nobody.
    SanctionsForgotten,
    /// E13: fear grows without a limit.
    FearAboveOne,
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
    /// E14: no event is routine.
    NothingIsRoutine,
    /// E14: scheduled events and rumours may be routine, too.
    EverythingIsRoutine,
    /// E14: after a gaffe comments on routine events need approval, too.
    RoutineIsTightened,
    /// E14: lines that are ready need approval all the same.
    LinesNeverReady,
    /// E14: lines that are ready have no review behind them.
    LinesWithoutReviews,
    /// E14: lines that are ready have all their reviews behind them even where there is no chain.
    LinesReviewedWithoutChain,
    /// E14: comments on crises go before replies.
    CrisesBeforeReplies,
    /// E14: every comment goes before other drafts, whatever the size of its event.
    EveryCommentIsACrisis,
    /// E15: fear keeps nobody from skipping approval.
    SkipsWithoutFear,
    /// E15: whoever is detected is sanctioned.
    AlwaysSanctioned,
    /// E15: a closed account goes on as before.
    ClosedAccountsSpeak,
    /// E15: an account that was closed when announcement hours began announces once it is open again, on the same day.
    AnnouncesOnceReopened,
    /// E15: a second sanction does not begin the time anew.
    FirstSanctionCounts,
    /// E16: with enough reviews no gaffe is left.
    FloorForgotten,
    /// E16: every gaffe does the mean harm.
    GaffesAllAlike,
    /// E16: nothing is reviewed afterwards.
    NothingTakenBack,
    /// E16: a message that skipped approval is reviewed afterwards, too.
    SkippedIsTakenBack,
    /// E16: what is said by lines that are ready is reviewed afterwards, too.
    LinesAreTakenBack,
    /// E16: a gaffe does not tighten the rules.
    NothingTightens,
    /// E16: where moods do not move a gaffe is never forgotten.
    GaffesNeverForgotten,
    /// E17: a rumour goes on as if nobody had corrected it.
    NobodyIsCorrected,
    /// E17: a correction in one audience is heard in all.
    CorrectedEverywhere,
    /// E17: all countries comment on a rumour, and may correct it.
    EverybodyCorrects,
    /// E17: nobody else debunks a rumour; it fades with the attention alone.
    NobodyElseDebunks,
    /// E17: what a rumour has reached is measured from the correction on as from its beginning.
    CorrectionSparesBackwards,
    /// E17: who has heard a rumour may hear it again.
    HearsAgain,
    /// E17: whoever will hear a rumour hears it within the first hour.
    HeardAtOnce,
    /// Policy: read at the instant instead of the beginning of the step.
    RulesOfTheInstant,
}
