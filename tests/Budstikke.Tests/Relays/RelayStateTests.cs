using Budstikke.Relays;

namespace Budstikke.Tests.Relays;

/// <summary>When a relay is paused, who tries it, and when it is over.</summary>
public sealed class RelayStateTests
{
    private const string Relay = "smtp://relay.example:587?tls=starttls";
    private static readonly DateTimeOffset s_now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_relay_that_does_not_let_us_in_is_paused_at_once()
    {
        var state = Away(null).ShouldNotBeNull();

        state.IsPaused.ShouldBeTrue();
        RelayState.Gate(state, "a.example", s_now).Until.ShouldBe(s_now.AddMinutes(1));
    }

    [Fact]
    public void One_waiting_mail_tries_it_and_all_others_wait()
    {
        var at = s_now.AddMinutes(1);
        var claimed = RelayState.Gate(Away(null), "a.example", at).Claimed.ShouldNotBeNull();

        RelayState.Gate(claimed, "b.example", at).Until.ShouldBe(at.AddMinutes(13));
        RelayState.Gate(claimed, "b.example", at.AddMinutes(13)).Claimed.ShouldNotBeNull();
    }

    [Fact]
    public void Its_pauses_grow_to_half_an_hour()
    {
        var (state, at) = (Away(null), s_now);
        List<double> pauses = [];
        for (var probe = 0; probe < 6; probe++)
        {
            var until = RelayState.Gate(state, $"{probe}.example", at).Until.ShouldNotBeNull();
            pauses.Add((until - at).TotalMinutes);
            at = until;
            var claimed = RelayState.Gate(state, $"{probe}.example", at).Claimed;
            state = RelayState.After(claimed, Relay, new RelayNews.Away("454"), isProbe: true, at);
        }
        pauses.ShouldBe([1, 5, 15, 30, 30, 30]);
        state.ShouldNotBeNull().PausedSince.ShouldBe(s_now.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void The_next_probe_goes_to_another_domain_while_there_is_one()
    {
        var at = s_now.AddMinutes(1);
        var claimed = RelayState.Gate(Away(null), "a.example", at).Claimed;
        var state = RelayState.After(claimed, Relay, new RelayNews.SaidNothing(), isProbe: true, at);

        RelayState.Gate(state, "a.example", at).Until.ShouldBe(s_now.AddMinutes(3));
        RelayState.Gate(state, "b.example", at).Claimed.ShouldNotBeNull();
        RelayState.Gate(state, "a.example", at.AddMinutes(2)).Claimed.ShouldNotBeNull();
    }

    [Fact]
    public void A_pause_that_a_wrong_clock_has_written_is_not_waited_for() =>
        RelayState.Gate(Away(null, s_now.AddYears(1)), "a.example", s_now).Claimed.ShouldNotBeNull();

    [Fact]
    public void A_mail_that_it_takes_ends_all_of_it() =>
        RelayState.After(Away(null), Relay, new RelayNews.Carried(), isProbe: false, s_now).ShouldBeNull();

    [Fact]
    public void What_was_in_flight_says_nothing_new()
    {
        var state = Away(null);

        Away(state, s_now.AddMinutes(3)).ShouldBe(state);
        PutOff(state, "a.example", s_now).ShouldBe(state);
    }

    [Fact]
    public void One_customers_server_never_pauses_it()
    {
        RelayState? state = null;
        for (var minute = 0; minute < 9; minute++)
            state = PutOff(state, minute % 2 == 0 ? "a.example" : "b.example", s_now.AddMinutes(minute));

        state.ShouldNotBeNull().IsPaused.ShouldBeFalse();
        RelayState.Gate(state, "c.example", s_now).Until.ShouldBeNull();
    }

    [Fact]
    public void Three_domains_within_ten_minutes_pause_it()
    {
        var two = PutOff(PutOff(null, "a.example", s_now), "b.example", s_now.AddMinutes(4));

        PutOff(two, "c.example", s_now.AddMinutes(9)).ShouldNotBeNull().IsPaused.ShouldBeTrue();
        PutOff(two, "c.example", s_now.AddMinutes(11)).ShouldNotBeNull().IsPaused.ShouldBeFalse();
        RelayState.After(two, Relay, new RelayNews.Carried(), isProbe: false, s_now).ShouldBeNull();
    }

    private static RelayState? Away(RelayState? state, DateTimeOffset? at = null) =>
        RelayState.After(state, Relay, new RelayNews.Away("535 5.7.8 in answer to AUTH"), isProbe: false, at ?? s_now);

    private static RelayState? PutOff(RelayState? state, string domain, DateTimeOffset at) =>
        RelayState.After(state, Relay, new RelayNews.PutOff(domain, "550 5.7.1"), isProbe: false, at);
}
