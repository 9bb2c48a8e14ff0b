using Budstikke.Peppol;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Peppol;

/// <summary>Each publisher counts how often he is asked.</summary>
[Collection(LookupNetwork.Shared)]
public sealed class PeppolDirectoryTests(LookupNetwork network)
{
    private readonly TestClock _clock = new(LookupNetwork.Now);

    [NeedsPeers]
    public async Task An_access_point_is_asked_for_once_a_day()
    {
        var directory = Directory();
        var before = Asked("found");

        var first = await Find(directory, "found");
        _clock.Set(LookupNetwork.Now.AddHours(23));
        var kept = await Find(directory, "found");
        Asked("found").ShouldBe(before + 1);
        _clock.Set(LookupNetwork.Now.AddHours(25));
        await Find(directory, "found");

        Asked("found").ShouldBe(before + 2);
        first.ShouldBeOfType<Found>();
        kept.StepsText.ShouldBe($"{first.StepsText}\nKept: found out at 2026-11-23T09:00:00Z (0 ms)");
    }

    [NeedsPeers]
    public async Task A_buyer_who_registers_is_found_within_minutes()
    {
        var directory = Directory();
        var before = Asked("credit-note-only");

        await Find(directory, "credit-note-only");
        await Find(directory, "credit-note-only");
        Asked("credit-note-only").ShouldBe(before + 1);
        _clock.Set(LookupNetwork.Now + PeppolDirectory.NotRegisteredFor);
        await Find(directory, "credit-note-only");

        Asked("credit-note-only").ShouldBe(before + 2);
    }

    [NeedsPeers]
    public async Task That_nobody_could_say_is_asked_again_each_time()
    {
        var directory = Directory();
        var before = Asked("broken");

        await Find(directory, "broken");
        await Find(directory, "broken");

        Asked("broken").ShouldBe(before + 2);
    }

    [NeedsPeers]
    public async Task An_access_point_that_sends_us_away_is_looked_up_again()
    {
        var directory = Directory();
        var before = Asked("found");

        directory.Forget((await Find(directory, "found")).ShouldBeOfType<Found>().Endpoint);
        await Find(directory, "found");

        Asked("found").ShouldBe(before + 2);
    }

    [NeedsPeers]
    public async Task Many_who_ask_at_once_share_one_answer()
    {
        var directory = Directory();
        var before = Asked("found");

        var findings = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Find(directory, "found")));

        findings.ShouldAllBe(finding => finding is Found);
        Asked("found").ShouldBe(before + 1);
    }

    private PeppolDirectory Directory() => new(network.LookUp(time: _clock), Hashes, _clock);

    private static Task<IReadOnlyList<string>> Hashes(IReadOnlyList<byte[]> answers) =>
        Task.FromResult<IReadOnlyList<string>>([.. answers.Select(KeptAnswers.HashOf)]);

    private static Task<Finding> Find(PeppolDirectory directory, string name) =>
        directory.Find(LookupNetwork.ParticipantOf(name), PeppolDocument.Invoice, default);

    private int Asked(string name) =>
        network.Publishers.Asked.Count(path => path.StartsWith($"/{name}/", StringComparison.Ordinal));
}
