using System.Text;
using Budstikke.Jobs;
using Budstikke.Peppol;
using Budstikke.Peppol.As4;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Peppol;

/// <summary>Our sender against an access point that others' libraries make.</summary>
public sealed class As4SenderTests
{
    private const int Small = 196;
    private static readonly int[] s_large = [150_000, 900_000, 2_500_000, 20_000_000];

    [NeedsAs4Peer]
    public async Task A_document_arrives_as_it_was_issued_and_its_receipt_is_kept_byte_by_byte()
    {
        await using var house = await As4House.Start();
        Given? given = null;
        house.Proxy.Answer = async message => given = await house.Proxy.Forward(message);
        var document = As4House.Document(10_000);

        var outcome = await house.Send(document);

        outcome.ShouldBeOfType<Accepted>(outcome.Evidence);
        var stored = (await house.Tries()).ShouldHaveSingleItem();
        stored.Ending.ShouldBe("Receipt");
        stored.Answer.ShouldBe(given!.Body);
        stored.Envelope.ShouldBe(FakeAccessPoint.EnvelopeIn(house.Proxy.Came.Single()));
        Payload(house)
            .ShouldBe(document[(Encoding.UTF8.GetString(document).IndexOf("?>", StringComparison.Ordinal) + 2)..]);
    }

    [NeedsAs4Peer]
    public async Task Two_hundred_documents_of_any_size_arrive_byte_by_byte_each_under_an_id_of_its_own()
    {
        await using var house = await As4House.Start();
        house.Proxy.Answer = house.Proxy.Forward;
        var random = new Random(4);
        int[] sizes = [.. Enumerable.Range(0, Small).Select(_ => random.Next(2_000, 60_000)), .. s_large];

        foreach (var (i, size) in sizes.Index())
        {
            var document = As4House.Document(size, i);
            var outcome = await house.Send(document, $"i{i}-ehf");

            outcome.ShouldBeOfType<Accepted>($"{size} bytes: {outcome.Evidence}");
            var declared = document.AsSpan().IndexOf("?>"u8) + 2;
            Payload(house).AsSpan().SequenceEqual(document.AsSpan(declared)).ShouldBeTrue($"{size} bytes");
            house.Proxy.Ids.Count.ShouldBe(i + 1);
            if (size > 1_000_000)
                house.Proxy.Came.Last().Body.Length.ShouldBeLessThan(size);
        }
    }

    [Fact]
    public async Task A_document_that_is_too_large_is_refused_before_anything_is_sent()
    {
        await using var house = await As4House.Start();

        (await house.Send(new byte[As4Sender.MaxDocumentBytes + 1])).ShouldBe(
            new Refused(
                $"The document has {As4Sender.MaxDocumentBytes + 1} bytes: {As4Sender.MaxDocumentBytes} go by Peppol.",
                ByData: true
            )
        );

        house.Proxy.Came.ShouldBeEmpty();
    }

    [Fact]
    public void A_large_document_costs_no_more_than_one_copy_of_it()
    {
        var document = As4House.Document(20_000_000);
        var ids = new As4Ids(Guid.NewGuid(), "ap.example");
        var label = new EnvelopeLabel(ids, "0192:1", "NO", "0192:2", PeppolDocument.Invoice, BudstikkeApp.Monday, null);
        var head = new UserMessage(ids, BudstikkeApp.Monday, "A", "B", "0192:1", "0192:2", PeppolDocument.Invoice);
        var before = GC.GetAllocatedBytesForCurrentThread();

        As4Message.Seal(
            head,
            SealedPayload.Compress(BusinessDocument.Around(document, label)),
            As4Peer.Certificate,
            As4Peer.Certificate
        );

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(document.Length * 2);
    }

    [Fact]
    public async Task An_access_point_that_is_not_trusted_gets_nothing_and_is_looked_up_again()
    {
        await using var house = await As4House.Start();
        var to = house.Receiver with { Certificate = PeppolPki.ForeignSeat(As4Peer.Seat) };

        var outcome = await house.Send(to, As4House.Document(2_000));

        outcome.ShouldBeOfType<Deferred>().MayHaveArrived.ShouldBeFalse();
        house.Proxy.Came.ShouldBeEmpty();
        house.Forgotten.ShouldHaveSingleItem();
    }

    /// <summary>What the other side has unpacked last, without our envelope around it.</summary>
    private static byte[] Payload(As4House house)
    {
        var unpacked = house.Proxy.Unpacked;
        var from =
            unpacked.AsSpan().IndexOf("</StandardBusinessDocumentHeader>"u8)
            + "</StandardBusinessDocumentHeader>".Length;
        var to = unpacked.AsSpan().LastIndexOf("</StandardBusinessDocument>"u8);
        return unpacked[from..to];
    }
}
