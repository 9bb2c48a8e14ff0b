using System.Text.Json;
using Budstikke.Callbacks;
using Budstikke.Orders;
using Budstikke.Tests.Clients;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Callbacks;

/// <summary>A secret takes the place of another while callbacks wait.</summary>
public sealed class RotationStories
{
    private static readonly Dictionary<string, string?> s_open = new()
    {
        ["Callbacks:AllowPrivateAddresses"] = "true",
        ["Callbacks:Ports"] = "*",
    };

    [Theory, OnSqlite, OnPostgres]
    public async Task In_the_middle_of_a_backlog_every_call_verifies_with_the_secret_that_the_receiver_has(Store store)
    {
        await using var receiver = await Receiver.Start();
        var heard = Heard.By(receiver, 503, 503, 503, 200);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        var older = app.Added.CallbackSecret;
        for (var order = 0; order < 3; order++)
            await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();
        heard.Count.ShouldBe(3);

        var newer = await Rotate(app, "--overlap", "24h");
        await app.Wait(TimeSpan.FromHours(23));
        // The receiver had the older secret alone until here, and lost nothing.
        heard.Count.ShouldBe(6);
        await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();
        await app.Wait(TimeSpan.FromHours(1));
        await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();

        foreach (var call in heard.Take(3))
            call.ShouldBeSignedBy(older);
        foreach (var call in heard.Skip(3).Take(4))
        {
            call.ShouldBeSignedBy(older, newer);
            DocumentedLoop.Verifies($"http://client.example{call.Target}", older);
            CheckCall.Faults(call, older, call.SentAt()).ShouldBeEmpty();
            CheckCall
                .Faults(call, newer, call.SentAt())
                .ShouldBe(["The signature is right and the checksum is not: it is of the other secret of a rotation."]);
        }
        heard
            .Skip(3)
            .Take(3)
            .Select(call => call.Id())
            .Order()
            .ShouldBe(heard.Take(3).Select(call => call.Id()).Order());
        heard.Count.ShouldBe(8);
        heard[7].ShouldBeSignedBy(newer);
        CheckCall.Faults(heard[7], newer, heard[7].SentAt()).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_checksum_changes_when_the_client_says_so_and_both_go_on_signing(Store store)
    {
        await using var receiver = await Receiver.Start();
        var heard = Heard.By(receiver);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        var older = app.Added.CallbackSecret;

        var newer = await Rotate(app, "--overlap", "7d");
        await Tell(app, receiver);
        (await Secret(app, "switch")).Exit.ShouldBe(0);
        await Tell(app, receiver);
        (await Secret(app, "switch")).Exit.ShouldBe(1);

        heard[0].ShouldBeSignedBy(older, newer);
        DocumentedLoop.Verifies($"http://client.example{heard[0].Target}", older);
        heard[1].ShouldBeSignedBy(newer, older);
        DocumentedLoop.Verifies($"http://client.example{heard[1].Target}", newer);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task At_the_moment_that_was_said_the_checksum_changes_by_itself(Store store)
    {
        await using var receiver = await Receiver.Start();
        var heard = Heard.By(receiver);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        var older = app.Added.CallbackSecret;

        var newer = await Rotate(app, "--overlap", "48h", "--checksum-from", "2026-11-24T09:00:00Z");
        await app.Wait(TimeSpan.FromHours(23));
        await Tell(app, receiver);
        await app.Wait(TimeSpan.FromHours(1));
        await Tell(app, receiver);

        heard[0].ShouldBeSignedBy(older, newer);
        heard[1].ShouldBeSignedBy(newer, older);
        DocumentedLoop.Verifies($"http://client.example{heard[1].Target}", newer);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_third_secret_waits_for_the_end_of_the_overlap_unless_all_earlier_ones_are_to_end(Store store)
    {
        await using var receiver = await Receiver.Start();
        var heard = Heard.By(receiver);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        await Rotate(app, "--overlap", "24h");

        var refused = await Secret(app, "rotate", "--overlap", "24h");
        refused.Exit.ShouldBe(1);
        refused.Output.ShouldBeEmpty();
        refused.Error.ShouldContain("has an overlap until 2026-11-24T09:00:00Z");
        var third = await Rotate(app);
        await Tell(app, receiver);

        heard.ShouldHaveSingleItem().ShouldBeSignedBy(third);
        await Rotate(app, "--overlap", "1h");
    }

    [Fact]
    public async Task An_overlap_shows_on_the_client_for_as_long_as_it_is_open()
    {
        await using var app = await BudstikkeApp.Start();
        var printed = await Secret(app, "rotate", "--overlap", "24h", "--checksum-from", "now");

        JsonSerializer
            .Deserialize<JsonElement>(printed.Output)
            .EnumerateObject()
            .Select(one => one.Name)
            .ShouldBe(["clientId", "callbackSecret", "overlapUntil", "checksumFrom"]);
        var shown = await ClientCommands.Run(app, ["show", app.ClientId, "--json"]);
        var overlap = JsonSerializer.Deserialize<JsonElement>(shown.Output).GetProperty("callbackOverlap");
        overlap.GetProperty("until").GetString().ShouldBe("2026-11-24T09:00:00Z");
        overlap.GetProperty("checksumFrom").GetString().ShouldBe("2026-11-23T09:00:00Z");
        (await ClientCommands.Run(app, ["show", app.ClientId])).Output.ShouldContain("2026-11-24 09:00");

        await app.Wait(TimeSpan.FromHours(24));
        var later = await ClientCommands.Run(app, ["show", app.ClientId, "--json"]);
        later.Output.ShouldNotContain("callbackOverlap");
        later.Output.ShouldNotContain(SecretIn(printed.Output));
    }

    [Theory]
    [InlineData("--overlap 91d", "--overlap must be 0, or like 30m, 24h, 7d, 90 days at most: 91d")]
    [InlineData("--overlap 24h --checksum-from soon", "--checksum-from must be a moment like ")]
    [InlineData("--overlap 24h --checksum-from 2026-11-25T09:00:00Z", "The checksum must change within the overlap, ")]
    [InlineData("--overlap 24h --checksum-from 2026-11-22T09:00:00Z", "The checksum must change within the overlap, ")]
    [InlineData("--checksum-from 2026-11-23T10:00:00Z", "The checksum must change within the overlap, ")]
    public async Task What_cannot_be_done_is_refused_and_changes_nothing(string options, string reason)
    {
        await using var app = await BudstikkeApp.Start();

        var refused = await Secret(app, ["rotate", .. options.Split(' ')]);

        refused.Exit.ShouldBe(2);
        refused.Error.ShouldStartWith(reason);
        refused.Output.ShouldBeEmpty();
    }

    private static async Task Tell(BudstikkeApp app, Receiver receiver)
    {
        await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();
    }

    private static async Task<string> Rotate(BudstikkeApp app, params string[] options)
    {
        var rotated = await Secret(app, ["rotate", .. options]);
        rotated.Exit.ShouldBe(0, rotated.Error);
        return SecretIn(rotated.Output);
    }

    private static string SecretIn(string output) =>
        JsonSerializer.Deserialize<JsonElement>(output).GetProperty("callbackSecret").GetString()!;

    private static Task<(int Exit, string Output, string Error)> Secret(
        BudstikkeApp app,
        string command,
        params string[] options
    ) => Secret(app, [command, .. options]);

    private static Task<(int Exit, string Output, string Error)> Secret(BudstikkeApp app, string[] command) =>
        ClientCommands.Run(app, ["secret", command[0], app.ClientId, .. command[1..]]);

    private static Order OrderWith(string callbackUrl) => Samples.ToPerson with { CallbackUrl = callbackUrl };
}
