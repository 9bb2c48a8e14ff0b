using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml.Linq;
using Budstikke.Peppol;
using Budstikke.Peppol.As4;
using Budstikke.Storage;
using Budstikke.Support;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Peppol;

/// <summary>What stands in a message, held against Peppol's profile, and real answers of real access points.</summary>
public sealed class As4MessageTests
{
    private static readonly XNamespace s_eb = As4Names.Ebms;
    private static readonly DateTimeOffset s_then = new(2022, 3, 7, 17, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_id_is_the_UUID_that_the_RFC_makes_of_a_name() =>
        NameIds
            .Of(Convert.FromHexString("6ba7b8109dad11d180b400c04fd430c8"), "www.example.com")
            .ShouldBe(Guid.Parse("2ed6657d-e927-568b-95e1-2665a8aea6a2"));

    [Fact]
    public void What_we_write_is_canonical_as_it_stands()
    {
        var ids = new As4Ids(Guid.NewGuid(), "ap.example");
        var head = new UserMessage(
            ids,
            BudstikkeApp.Monday,
            "A & \"B\"",
            "<C>\r",
            "0192:1\t",
            "0192:2",
            PeppolDocument.Invoice
        );

        foreach (var xml in new[] { head.Xml(), As4Message.Body("b") })
        {
            using var canonical = new StreamReader(
                ReadXml.Parse(Encoding.UTF8.GetBytes(xml)).DocumentElement!.Canonical(null)
            );
            canonical.ReadToEnd().ShouldBe(xml);
        }
    }

    [Fact]
    public async Task The_head_says_element_by_element_what_the_profile_wants()
    {
        await using var house = await As4House.Start();
        await house.Send(As4House.Document(3_000));
        var message = house.Proxy.Came.Single();
        var head = XDocument
            .Parse(FakeAccessPoint.Text(FakeAccessPoint.EnvelopeIn(message)))
            .Descendants(s_eb + "UserMessage")
            .Single();
        var id = message.MessageId;

        id.ShouldEndWith("@ap.example");
        Lines(head)
            .ShouldBe([
                "MessageInfo/Timestamp = " + UserMessage.Stamp(BudstikkeApp.Monday),
                $"MessageInfo/MessageId = {id}",
                "PartyInfo/From/PartyId[type=urn:fdc:peppol.eu:2017:identifiers:ap] = PNO000001",
                "PartyInfo/From/Role = http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/initiator",
                "PartyInfo/To/PartyId[type=urn:fdc:peppol.eu:2017:identifiers:ap] = PNO000002",
                "PartyInfo/To/Role = http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/responder",
                "CollaborationInfo/AgreementRef = urn:fdc:peppol.eu:2017:agreements:tia:ap_provider",
                "CollaborationInfo/Service[type=cenbii-procid-ubl] = urn:fdc:peppol.eu:2017:poacc:billing:01:1.0",
                $"CollaborationInfo/Action = busdox-docid-qns::{PeppolDocument.Invoice.Id}",
                $"CollaborationInfo/ConversationId = conversation-{id}",
                $"MessageProperties/Property[name=originalSender][type=iso6523-actorid-upis] = {As4House.Seller}",
                $"MessageProperties/Property[name=finalRecipient][type=iso6523-actorid-upis] = {As4House.Buyer}",
                "PayloadInfo/PartInfo/PartProperties/Property[name=MimeType] = application/xml",
                "PayloadInfo/PartInfo/PartProperties/Property[name=CompressionType] = application/gzip",
            ]);
        head.Descendants(s_eb + "PartInfo").Single().Attribute("href")!.Value.ShouldBe($"cid:payload-{id}");
        message.ContentType.ShouldContain("multipart/related");
        message.ContentType.ShouldContain("type=\"application/soap+xml\"");
    }

    [Fact]
    public async Task Each_try_has_the_same_head_body_and_contents()
    {
        await using var house = await As4House.Start();
        await house.Send(As4House.Document(3_000));
        house.Store.Clock.Set(BudstikkeApp.Monday.AddDays(1));
        await house.Send(As4House.Document(3_000), isUnconfirmed: true);

        var tries = await house.Tries();
        tries.Count.ShouldBe(2);
        tries[0].Digests.ShouldBe(tries[1].Digests);
    }

    [Fact]
    public void The_envelope_names_who_sends_what_to_whom_and_who_is_to_be_told()
    {
        var ids = new As4Ids(Guid.Parse("2ed6657d-e927-568b-95e1-2665a8aea6a2"), "ap.example");
        var label = new EnvelopeLabel(ids, "0192:1", "NO", "0192:2", PeppolDocument.CreditNote, s_then, "0242:000001");

        var whole = string.Concat(
            BusinessDocument
                .Around("<?xml version=\"1.0\"?><CreditNote/>"u8.ToArray(), label)
                .Select(piece => Encoding.UTF8.GetString(piece.Span))
        );

        Lines(XDocument.Parse(whole).Root!)
            .ShouldBe([
                "StandardBusinessDocumentHeader/HeaderVersion = 1.0",
                "StandardBusinessDocumentHeader/Sender/Identifier[Authority=iso6523-actorid-upis] = 0192:1",
                "StandardBusinessDocumentHeader/Receiver/Identifier[Authority=iso6523-actorid-upis] = 0192:2",
                "StandardBusinessDocumentHeader/DocumentIdentification/Standard = "
                    + "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2",
                "StandardBusinessDocumentHeader/DocumentIdentification/TypeVersion = 2.1",
                "StandardBusinessDocumentHeader/DocumentIdentification/InstanceIdentifier = "
                    + "2ed6657d-e927-568b-95e1-2665a8aea6a2",
                "StandardBusinessDocumentHeader/DocumentIdentification/Type = CreditNote",
                "StandardBusinessDocumentHeader/DocumentIdentification/CreationDateAndTime = 2022-03-07T17:00:00Z",
                .. Scope("DOCUMENTID", PeppolDocument.CreditNote.Id, "busdox-docid-qns"),
                .. Scope("PROCESSID", "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0", "cenbii-procid-ubl"),
                .. Scope("COUNTRY_C1", "NO", null),
                .. Scope("MLS_TO", "0242:000001", "iso6523-actorid-upis"),
                .. Scope("MLS_TYPE", "ALWAYS_SEND", null),
                "CreditNote = ",
            ]);
    }

    [NeedsShared("peppol/receipts/dpm.as4in")]
    public void A_real_receipt_is_verified()
    {
        var soap = SoapMessage.Read(Real("dpm.as4in"));
        var signed = VerifySignature.Of(soap, new Dictionary<string, byte[]>());

        ReadAnswer
            .Of(
                Real("dpm.as4in"),
                new(
                    "669beff6-bf89-4776-9a27-eddece68083d@phase4",
                    [
                        [
                            new(
                                "#phase4-msg-e87d1f6e-705d-49bf-a6de-524d66c9e394",
                                "t/JlJ1h8YnmMKWVApPrbKq/8tnTDBdYinTVQ2ccQM74="
                            ),
                            new(
                                "#id-4599d632-a960-4d4d-b395-84feaec90c1a",
                                "Td6HtJSesRwAL9zbF8n0WdmFVmPlGo4vM6PJlQ0DU1E="
                            ),
                            new(
                                "cid:phase4-att-558f9b48-17d0-43f9-bfb6-e0c9574c26b0@cid",
                                "wjREvlHuhpOwKFpGkvrcZDRWmeqhIpHtS6IzPcH84OI="
                            ),
                        ],
                    ],
                    signed.Signer,
                    Itself(signed.Signer)
                ),
                s_then
            )
            .ShouldBe(new As4Answer.Receipt("PDE000357"));
    }

    [NeedsShared("peppol/receipts/dataport1.as4in")]
    public void A_real_receipt_whose_signature_does_not_fit_is_refused() =>
        Should
            .Throw<Exception>(() =>
                VerifySignature.Of(SoapMessage.Read(Real("dataport1.as4in")), new Dictionary<string, byte[]>())
            )
            .ShouldBeOfType<System.Security.Cryptography.CryptographicException>();

    /// <summary>Nobody else vouches for it, and it is looked at while it was valid.</summary>
    private static WhyNotTrusted Itself(X509Certificate2 leaf) =>
        (one, now) =>
            one.Equals(leaf) && now.UtcDateTime > leaf.NotBefore && now.UtcDateTime < leaf.NotAfter ? null : "another";

    private static byte[] Real(string file)
    {
        var text = File.ReadAllText(RepositoryFolder.Shared("peppol", "receipts", file)!);
        return Encoding.UTF8.GetBytes(text[text.IndexOf("<?xml", StringComparison.Ordinal)..]);
    }

    private static IEnumerable<string> Scope(string type, string value, string? scheme)
    {
        const string Path = "StandardBusinessDocumentHeader/BusinessScope/Scope/";
        yield return $"{Path}Type = {type}";
        yield return $"{Path}InstanceIdentifier = {value}";
        if (scheme is not null)
            yield return $"{Path}Identifier = {scheme}";
    }

    private static IEnumerable<string> Lines(XElement element) =>
        element
            .Descendants()
            .Where(one => !one.HasElements)
            .Select(one =>
                string.Join(
                    '/',
                    one.AncestorsAndSelf()
                        .TakeWhile(above => above != element)
                        .Reverse()
                        .Select(above => above.Name.LocalName)
                )
                + string.Concat(
                    one.Attributes()
                        .Where(a => !a.IsNamespaceDeclaration)
                        .Select(a => $"[{a.Name.LocalName}={a.Value}]")
                )
                + $" = {one.Value}"
            );
}
