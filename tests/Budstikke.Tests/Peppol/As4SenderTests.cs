using Budstikke.Jobs;

namespace Budstikke.Tests.Peppol;

/// <summary>Our sender against an access point that others' libraries make.</summary>
public sealed class As4SenderTests
{
    [NeedsAs4Peer]
    public async Task A_document_arrives_as_it_was_issued_and_its_receipt_is_kept()
    {
        await using var house = await As4House.Start();
        house.Proxy.Answer = house.Proxy.Forward;
        var document = As4House.Document(10_000);

        var outcome = await house.Send(document);

        outcome.ShouldBeOfType<Accepted>(outcome.Evidence);
    }
}
