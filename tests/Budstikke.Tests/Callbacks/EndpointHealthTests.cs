using System.Net.Http.Headers;
using Budstikke.Callbacks;
using Budstikke.Jobs;

namespace Budstikke.Tests.Callbacks;

/// <summary>What is decided about a client's server, without any.</summary>
public sealed class EndpointHealthTests
{
    private const string Server = "https://client.example:443";
    private const string Url = "https://client.example/cb";
    private static readonly DateTimeOffset s_now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_server_whose_only_URL_fails_is_failing()
    {
        var health = After(null, Failure());

        health.IsFailing.ShouldBeTrue();
        health.StateAt(s_now).ShouldBe(EndpointState.Troubled);
        health.StateAt(s_now + TimeSpan.FromMinutes(59)).ShouldBe(EndpointState.Troubled);
        health.StateAt(s_now + TimeSpan.FromHours(1)).ShouldBe(EndpointState.Failing);
        health.IsTired(s_now + TimeSpan.FromHours(71)).ShouldBeFalse();
        health.IsTired(s_now + TimeSpan.FromDays(3)).ShouldBeTrue();
    }

    [Fact]
    public void One_URL_that_fails_beside_others_that_answer_is_not_the_server()
    {
        var health = After(null, Failure(hasOthers: true));

        health.IsFailing.ShouldBeFalse();
        health.StateAt(s_now + TimeSpan.FromDays(4)).ShouldBe(EndpointState.Troubled);
        health.IsTired(s_now + TimeSpan.FromDays(4)).ShouldBeFalse();
        After(health, Failure()).ShouldBe(health);
    }

    [Fact]
    public void Two_URLs_that_fail_are_the_server_since_the_first_failed()
    {
        var health = After(
            After(null, Failure(hasOthers: true)),
            Failure(url: $"{Url}/2") with
            {
                At = (s_now + TimeSpan.FromHours(5)).ToUnixTimeMilliseconds(),
            }
        );

        health.IsFailing.ShouldBeTrue();
        (health.FailingSince, health.SecondUrl).ShouldBe((s_now.ToUnixTimeMilliseconds(), $"{Url}/2"));
        After(health, Failure(url: $"{Url}/3")).ShouldBe(health);
    }

    [Fact]
    public void What_fails_anew_at_a_server_that_was_given_up_begins_the_count_anew()
    {
        var givenUp = After(null, Failure()) with { GivenUpAt = 5, SecondUrl = "x" };

        After(givenUp, Failure() with { At = 9 }).ShouldBe(After(null, Failure() with { At = 9 }));
    }

    [Theory]
    [InlineData(429, 60, 60)]
    [InlineData(503, 60, 60)]
    [InlineData(503, 864_000, 86_400)]
    [InlineData(503, 0, 0)]
    [InlineData(500, 60, 0)]
    [InlineData(0, 60, 0)]
    public void A_server_may_ask_for_a_pause_of_a_day_with_429_and_503(int status, int asked, int given)
    {
        var byDelta = new CallResult(new Deferred(""), status)
        {
            RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(asked)),
        };
        var byDate = byDelta with { RetryAfter = new(s_now.AddSeconds(asked)) };
        var expected = given == 0 ? 0 : s_now.AddSeconds(given).ToUnixTimeMilliseconds();

        EndpointHealth.HoldOf(byDelta, s_now).ShouldBe(expected);
        EndpointHealth.HoldOf(byDate, s_now).ShouldBe(expected);
        EndpointHealth.HoldOf(byDelta with { RetryAfter = null }, s_now).ShouldBe(0);
        EndpointHealth.HoldOf(byDelta with { RetryAfter = new(s_now.AddYears(-1)) }, s_now).ShouldBe(0);
    }

    [Fact]
    public void A_callback_waits_until_the_server_wants_to_be_called_again()
    {
        var until = s_now + TimeSpan.FromHours(2);
        var health = After(null, Failure() with { HeldUntil = until.ToUnixTimeMilliseconds() });

        var (turn, at) = EndpointHealth.TurnOf(health, Job(1), s_now);

        turn.ShouldBe(CallbackTurn.Wait);
        at.ShouldBeInRange(until, until + TimeSpan.FromMinutes(12));
        EndpointHealth.TurnOf(health, Job(1), until).Turn.ShouldBe(CallbackTurn.Call);
        EndpointHealth.NextTry(health, TimeSpan.FromSeconds(5), s_now).ShouldBe(until);
        EndpointHealth.NextTry(health, TimeSpan.FromHours(3), s_now).ShouldBe(s_now + TimeSpan.FromHours(3));
    }

    [Fact]
    public void A_callback_is_tried_when_its_server_is_to_be_put_to_sleep()
    {
        var health = After(null, Failure());
        var later = s_now + TimeSpan.FromHours(60);

        EndpointHealth.NextTry(health, TimeSpan.FromDays(1), later).ShouldBe(s_now + TimeSpan.FromDays(3));
        EndpointHealth
            .NextTry(health, TimeSpan.FromDays(1), s_now + TimeSpan.FromDays(3))
            .ShouldBe(s_now + TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));
        EndpointHealth
            .NextTry(health with { HasOthers = 1 }, TimeSpan.FromDays(1), s_now + TimeSpan.FromDays(3))
            .ShouldBe(s_now + TimeSpan.FromDays(4));
    }

    [Fact]
    public void While_a_server_sleeps_only_its_probe_calls()
    {
        var asleep = Asleep();
        var end = EndpointHealth.Moment(asleep.SleepsUntil!.Value);

        EndpointHealth.TurnOf(asleep, Job(7), s_now).Turn.ShouldBe(CallbackTurn.Call);
        EndpointHealth.TurnOf(asleep, Job(8), s_now).ShouldBe((CallbackTurn.Wait, end));
        EndpointHealth.TurnOf(asleep, Job(8), end).ShouldBe((CallbackTurn.Wait, end + TimeSpan.FromMinutes(1)));
        After(asleep, Failure(url: $"{Url}/2")).ShouldBe(asleep);
    }

    [Fact]
    public void What_waited_for_a_server_that_was_given_up_is_given_up_and_what_comes_later_is_told()
    {
        var givenUp = After(null, Failure()) with { GivenUpAt = 5 };

        EndpointHealth.TurnOf(givenUp, Job(1) with { CreatedAt = 5 }, s_now).Turn.ShouldBe(CallbackTurn.GiveUp);
        EndpointHealth.TurnOf(givenUp, Job(1) with { CreatedAt = 6 }, s_now).Turn.ShouldBe(CallbackTurn.Call);
    }

    [Fact]
    public void Whoever_tends_a_server_puts_it_to_sleep_probes_it_and_gives_it_up()
    {
        var failing = After(null, Failure());
        var (tired, asleep) = (s_now + TimeSpan.FromDays(3), Asleep());

        EndpointHealth.StepOf(null, 1, tired).ShouldBe(EndpointStep.Leave);
        EndpointHealth.StepOf(failing, 1, s_now).ShouldBe(EndpointStep.Leave);
        EndpointHealth.StepOf(failing, 1, tired).ShouldBe(EndpointStep.PutToSleep);
        EndpointHealth.StepOf(asleep, 1, tired).ShouldBe(EndpointStep.Probe);
        EndpointHealth.StepOf(asleep, 2, tired).ShouldBe(EndpointStep.Leave);
        EndpointHealth.StepOf(asleep, 1, s_now + TimeSpan.FromDays(14)).ShouldBe(EndpointStep.GiveUp);
        var end = EndpointHealth.Moment(asleep.SleepsUntil!.Value);
        EndpointHealth
            .StepOf(asleep, 1, EndpointHealth.NextStep(asleep, end.AddMinutes(-30)))
            .ShouldBe(EndpointStep.GiveUp);
        EndpointHealth.NextStep(asleep, end.AddMinutes(-30)).ShouldBeLessThan(end);
        EndpointHealth.StepOf(asleep with { GivenUpAt = 1 }, 1, tired).ShouldBe(EndpointStep.Leave);
    }

    [Fact]
    public void No_two_servers_of_a_client_end_their_sleep_at_one_moment_or_the_one_after()
    {
        var taken = new List<long>();
        for (var i = 0; i < 20; i++)
            taken.Add(EndpointHealth.EndOfSleep(s_now.AddMilliseconds(i % 3), taken));

        taken.Order().Zip(taken.Order().Skip(1)).ShouldAllBe(pair => pair.Second - pair.First >= 2);
    }

    [Fact]
    public void A_pause_is_as_long_as_it_says_and_up_to_a_tenth_more_the_same_for_the_same_job()
    {
        var patience = new Patience(TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));
        var pauses = Enumerable.Range(0, 200).Select(job => patience.PauseAfter(2, job)!.Value).ToList();

        pauses.ShouldAllBe(pause => pause >= TimeSpan.FromHours(1) && pause < TimeSpan.FromMinutes(66));
        pauses.Distinct().Count().ShouldBe(200);
        patience.PauseAfter(2, 77).ShouldBe(patience.PauseAfter(2, 77));
        patience.PauseAfter(3, 1).ShouldBeNull();
    }

    private static EndpointHealth Asleep() =>
        After(null, Failure()) with
        {
            AsleepSince = s_now.ToUnixTimeMilliseconds(),
            SleepsUntil = (s_now + EndpointHealth.SleepLasts).ToUnixTimeMilliseconds(),
            TendedBy = 1,
            ProbeJob = 7,
        };

    private static EndpointHealth After(EndpointHealth? before, EndpointFailure failure) =>
        EndpointHealth.AfterFailure(before, failure);

    private static EndpointFailure Failure(string url = Url, bool hasOthers = false) =>
        new("CLT1", Server, url, hasOthers, 0, s_now.ToUnixTimeMilliseconds());

    private static Job Job(long id) => new(id, "CLT1", "send-callback", null, "ODR1", "{}", 0, 0, 1, 0, 0);
}
