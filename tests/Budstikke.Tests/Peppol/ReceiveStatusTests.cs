using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Budstikke.Peppol;
using Budstikke.Peppol.As4;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Budstikke.Tests.Peppol;

/// <summary>What comes back later: it counts from those alone whom the document was sent to.</summary>
public sealed class ReceiveStatusTests
{
    private static readonly XNamespace s_eb = As4Names.Ebms;
    private static readonly X509Certificate2 s_other = PeppolPki.Seat("PNO000003");

    [Theory]
    [InlineData("AP", "Delivered")]
    [InlineData("AB", "Acknowledged")]
    [InlineData("RE", "Failed")]
    public async Task A_message_level_status_says_what_became_of_a_document_once(string code, string means)
    {
        await using var responses = await As4Responses.Start();
        var status = responses.MessageStatus(code) with { Id = Guid.NewGuid() };

        var reply = await responses.Give(status);
        var again = await responses.Give(status);

        Receipt(reply).ShouldBe(Receipt(again));
        var noted = responses.Noted[0];
        noted.Meaning.ToString().ShouldBe(means);
        noted.Key.ShouldBe(As4House.Key);
        noted.Evidence.ShouldBe($"Access point PNO000002 answers by a Message Level Status: {code}, So it is.");
        (await Stored(responses)).ShouldBe(1);
    }

    [Theory]
    [InlineData("RE", "Rejected")]
    [InlineData("UQ", "UnderQuery")]
    [InlineData("PD", "Paid")]
    [InlineData("IP", "InProcess")]
    public async Task An_invoice_response_says_what_the_buyer_does_whoever_his_access_point_is(
        string code,
        string means
    )
    {
        await using var responses = await As4Responses.Start();

        Receipt(await responses.Give(As4Responses.InvoiceResponse(code) with { By = s_other }));

        responses.Noted.ShouldHaveSingleItem().Meaning.ToString().ShouldBe(means);
    }

    [Fact]
    public async Task What_is_from_others_or_about_others_is_received_and_counts_for_nothing()
    {
        await using var responses = await As4Responses.Start();
        As4Responses.Response[] nothing =
        [
            responses.MessageStatus("RE") with
            {
                By = s_other,
            },
            responses.MessageStatus("RE") with
            {
                About = Guid.NewGuid().ToString(),
            },
            responses.MessageStatus("XX"),
            As4Responses.InvoiceResponse("RE") with
            {
                Sender = "0192:974760673",
            },
            As4Responses.InvoiceResponse("RE") with
            {
                Receiver = "0192:974760673",
            },
            As4Responses.InvoiceResponse("RE") with
            {
                About = "10002",
            },
        ];

        foreach (var one in nothing)
            Receipt(await responses.Give(one));

        responses.Noted.ShouldBeEmpty();
        (await Stored(responses)).ShouldBe(0);
    }

    [Fact]
    public async Task A_receipt_of_ours_is_signed_and_names_what_was_signed()
    {
        await using var responses = await As4Responses.Start();
        var (type, body) = await responses.Written(responses.MessageStatus("AP"));
        var sent = new Recorded(type, body);

        var reply = await responses.Give((type, body));

        var references = SoapMessage
            .Read(FakeAccessPoint.EnvelopeIn(sent))
            .Security.Child(As4Names.Signature, "Signature")
            .Child(As4Names.Signature, "SignedInfo")
            .Children(As4Names.Signature, "Reference")
            .Select(VerifySignature.Read)
            .ToArray();
        ReadAnswer
            .Of(
                reply.Envelope,
                new(sent.MessageId, [references], responses.House.Own.Certificate, responses.House.Own.WhyNot),
                BudstikkeApp.Monday
            )
            .ShouldBe(new As4Answer.Receipt(As4House.Seat));
    }

    [Fact]
    public async Task What_is_wrong_is_answered_with_the_error_that_it_is()
    {
        await using var responses = await As4Responses.Start();
        var right = responses.MessageStatus("AP");
        (string Code, As4Responses.Response Wrong)[] errors =
        [
            ("EBMS:0004", right with { Kind = PeppolDocument.Invoice }),
            ("EBMS:0003", right with { To = "PNO000007" }),
            ("EBMS:0003", right with { From = "PNO000007" }),
            ("EBMS:0003", right with { EnvelopeKind = BusinessResponse.InvoiceResponse }),
            ("EBMS:0101", right with { By = PeppolPki.ForeignSeat(As4Peer.Seat) }),
            ("EBMS:0102", right with { EncryptedFor = s_other }),
            ("EBMS:0303", right with { Padding = new string(' ', 11 * 1024 * 1024) }),
            ("EBMS:0004", right with { Padding = "<unclosed>" }),
        ];

        foreach (var (code, wrong) in errors)
            Error(await responses.Give(wrong)).Attribute("errorCode")!.Value.ShouldBe(code, wrong.ToString());

        responses.Noted.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_document_of_a_kind_that_we_do_not_take_is_not_serviced()
    {
        await using var responses = await As4Responses.Start();

        var error = Error(await responses.Give(responses.MessageStatus("AP") with { Kind = PeppolDocument.Invoice }));

        error.Attribute("severity")!.Value.ShouldBe("failure");
        error.Element(s_eb + "ErrorDetail")!.Value.ShouldBe("PEPPOL:NOT_SERVICED");
    }

    /// <summary>The long form is `bench as4-fuzz`.</summary>
    [Fact]
    public async Task No_changed_message_counts_for_what_it_does_not_say()
    {
        await using var responses = await As4Responses.Start();

        (await MutatedResponses.Run(responses, 300, 23)).ShouldBeLessThan(300);
    }

    [Fact]
    public async Task The_door_takes_messages_alone_and_no_large_ones()
    {
        await using var responses = await As4Responses.Start();
        await using var server = new StatusServer(
            new(null, new("http://127.0.0.1:0/as4")),
            responses.Door,
            NullLoggerFactory.Instance
        );
        await server.StartAsync(CancellationToken.None);
        using var http = new HttpClient();
        var (type, body) = await responses.Written(responses.MessageStatus("AP"));

        var taken = await Post(body);
        var large = await Post(new byte[ReceiveStatus.MaxBodyBytes + 1]);
        var got = await http.GetAsync(server.Address);
        var elsewhere = await http.PostAsync(new Uri(server.Address, "/other"), null);
        await server.StopAsync(CancellationToken.None);

        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        responses.Noted.ShouldHaveSingleItem();
        large.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        got.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        async Task<HttpResponseMessage> Post(byte[] bytes)
        {
            // Asked first, the server says that it is too large before any of it is on the way.
            using var request = new HttpRequestMessage(HttpMethod.Post, server.Address)
            {
                Content = new ByteArrayContent(bytes),
                Headers = { ExpectContinue = true },
            };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            return await http.SendAsync(request);
        }
    }

    private static Task<long> Stored(As4Responses responses) =>
        responses.House.Store.Database.Read(session =>
            session.QuerySingle<long>("SELECT count(*) FROM peppol_statuses")
        );

    /// <summary>Which message it is for.</summary>
    private static string Receipt(Reply reply)
    {
        var signal = Signal(reply);
        reply.HttpStatus.ShouldBe(200, signal.ToString());
        signal.Descendants(s_eb + "Receipt").ShouldHaveSingleItem();
        return signal.Descendants(s_eb + "RefToMessageId").Single().Value;
    }

    private static XElement Error(Reply reply) => Signal(reply).Descendants(s_eb + "Error").ShouldHaveSingleItem();

    private static XElement Signal(Reply reply) => XDocument.Parse(FakeAccessPoint.Text(reply.Envelope)).Root!;
}
