using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Jobs;
using Budstikke.Peppol;
using Budstikke.Peppol.As4;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Peppol;

/// <summary>What becomes of an invoice whose access point answers late, in the words of its order's timeline.</summary>
public sealed class As4Stories
{
    [Fact]
    public async Task A_status_that_says_delivered_ends_the_way()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await Sent(app);

        await Say(app, StatusMeaning.Delivered);

        (await app.Facts(order, nameof(DispatchDelivered))).ShouldHaveSingleItem();
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_status_that_says_failed_sends_the_invoice_by_the_next_channel()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await Sent(app);

        await Say(app, StatusMeaning.Failed);

        (await app.Facts(order, nameof(DispatchFailedLate))).ShouldHaveSingleItem();
        app.Email.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_buyer_who_rejects_is_a_case_and_gets_no_second_invoice()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await Sent(app);

        await Say(app, StatusMeaning.Rejected);

        var said = (await app.Facts(order, nameof(RecipientAnswered))).ShouldHaveSingleItem();
        said.GetProperty("answer").GetString().ShouldBe("Rejected");
        var opened = (await app.Facts(order, nameof(CaseOpened))).ShouldHaveSingleItem();
        opened.GetProperty("caseKind").GetString().ShouldBe(NewCase.RejectedByBuyer);
        app.Email.Sent.ShouldBeEmpty();
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(StatusMeaning.Acknowledged)]
    [InlineData(StatusMeaning.UnderQuery)]
    [InlineData(StatusMeaning.Paid)]
    [InlineData(StatusMeaning.InProcess)]
    internal async Task What_else_is_said_is_a_line_on_the_timeline(StatusMeaning meaning)
    {
        await using var app = await BudstikkeApp.Start();
        var order = await Sent(app);

        await Say(app, meaning);

        (await app.Facts(order, nameof(RecipientAnswered))).ShouldHaveSingleItem();
        (await app.Facts(order, nameof(CaseOpened))).ShouldBeEmpty();
        app.Email.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_door_for_late_answers_is_open_where_it_is_set_and_the_API_has_none()
    {
        var folder = Directory.CreateTempSubdirectory("budstikke-door-");
        var (own, anchors) = (Path.Combine(folder.FullName, "own.pem"), Path.Combine(folder.FullName, "anchors.pem"));
        await File.WriteAllTextAsync(own, $"{PeppolPki.PemOf(PeppolPki.AccessPoint)}\n{PeppolPki.KeyPem}\n");
        await File.WriteAllTextAsync(anchors, string.Join('\n', PeppolPki.Anchors.Select(PeppolPki.PemOf)));
        await using var app = await BudstikkeApp.Start(
            settings: new Dictionary<string, string?>
            {
                ["Peppol:Network"] = "test",
                ["Peppol:TestAnchors"] = anchors,
                ["Peppol:Certificate"] = own,
                ["Peppol:Receive"] = "http://127.0.0.1:0/as4",
            }
        );
        using var http = await app.Http();
        var door = app.Services.GetRequiredService<StatusServer>();

        using var answer = await http.PostAsync(door.Address, new StringContent("no AS4"));
        using var ofApi = await http.PostAsync(new Uri("/as4", UriKind.Relative), new StringContent("no AS4"));

        (await answer.Content.ReadAsStringAsync()).ShouldContain("EBMS:0007");
        ofApi.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        app.Services.GetRequiredService<SendByPeppol>().ShouldNotBeNull();
        folder.Delete(recursive: true);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_kept_of_a_try_is_the_same_on_both_databases(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var tries = new As4Store(app.Database);
        var statuses = new StatusStore(app.Database, _ => [], new Wake());
        var ids = new As4Ids(Guid.Parse(await new NameIds(app.Database).Of("i1-ehf")), "ap.example");
        var (seller, buyer) = (As4House.Seller, As4House.Buyer);
        var row = new MessageRow(
            "i1-ehf",
            app.ClientId,
            ids.Instance.ToString(),
            ids.Host,
            seller,
            buyer,
            "10001",
            "0242:000001",
            BudstikkeApp.Monday.ToUnixTimeMilliseconds()
        );
        var head = new UserMessage(ids, BudstikkeApp.Monday, "A", "B", seller, buyer, PeppolDocument.Invoice);
        var seat = PeppolPki.Seat("PNO000001");
        var message = As4Message.Seal(head, SealedPayload.Compress([new byte[10]]), seat, seat);
        var to = new PeppolEndpoint(buyer, PeppolDocument.Invoice, new("https://ap.example/as4"), seat);

        await tries.Begin(row, 1, new(to, message, BudstikkeApp.Monday));
        await tries.Begin(row, 2, new(to, message, BudstikkeApp.Monday));
        await tries.End("i1-ehf", 2, TryEnd.Receipt, new(200, [1, 2, 3], null, true), BudstikkeApp.Monday);

        var (kept, all) = await tries.Of("i1-ehf");
        kept.ShouldBe(row);
        all.Select(one => one.End).ShouldBe([TryEnd.Unanswered, TryEnd.Receipt]);
        all[0].References.ShouldBe(message.References);
        (await new NameIds(app.Database).Of("i1-ehf")).ShouldBe(row.InstanceId);
        var status = new BusinessResponse(ResponseKind.MessageStatus, "i", "AP", row.InstanceId, null);
        var received = new ReceivedMessage("m", seat, [], "s", "r", BusinessResponse.MessageStatus, default);
        var sent = (await statuses.SentFor(status, received)).ShouldHaveSingleItem();
        sent.Key.ShouldBe("i1-ehf");
        sent.Receivers.Count.ShouldBe(2);
        var response = status with { Kind = ResponseKind.InvoiceResponse, About = "10001" };
        var byBuyer = received with { Sender = buyer, Receiver = seller };
        (await statuses.SentFor(response, byBuyer)).ShouldHaveSingleItem();
        var late = new LateStatus(app.ClientId, "i1-ehf", StatusMeaning.Delivered, "");
        var noted = new NotedStatus(received, status, late, [1], [2], BudstikkeApp.Monday);
        await statuses.Note(noted);
        await statuses.Note(noted);
    }

    private static async Task<string> Sent(BudstikkeApp app)
    {
        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        app.Ehf.Sent.ShouldHaveSingleItem();
        return order;
    }

    private static async Task Say(BudstikkeApp app, StatusMeaning meaning)
    {
        var key = app.Ehf.Sent[0].Key;
        var jobs = PeppolStatuses.JobsOf(new(app.ClientId, key, meaning, "So it is."));
        await app.Database.Write(async session =>
        {
            await session.CarryOut([.. JobQueue.Rows(jobs, app.Clock.GetUtcNow())]);
            return true;
        });
        await app.RunJobs();
    }
}
