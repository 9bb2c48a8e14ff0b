using Budstikke.Clients;
using Budstikke.Connect.OpenApi;
using Budstikke.Distribution;

namespace Budstikke.Tests.Distribution;

/// <summary>What of the channels stands in stores, and so stays as it is.</summary>
public sealed class ChannelListTests
{
    [Fact]
    public void The_names_are_those_of_every_store_in_the_order_of_the_route() =>
        ChannelList.All.Select(channel => channel.Name).ShouldBe(["Ehf", "EInvoice", "Email", "Post"]);

    [Fact]
    public void The_document_of_the_API_says_the_route_as_it_did_before() =>
        SendingCalls
            .InvoiceBy(ChannelList.All)
            .Text.ShouldBe(
                "From the 201 on the order survives a power cut and will be invoiced. It goes by EHF or e-invoice, "
                    + "else by e-mail, else by post, else by way of a person."
            );

    [Fact]
    public void A_name_fits_into_a_key_and_is_told_from_the_others_without_regard_to_case()
    {
        ChannelList.All.ShouldAllBe(channel => channel.Name.All(char.IsAsciiLetterOrDigit));
        ChannelList.All.Select(channel => channel.Name.ToLowerInvariant()).ShouldBeUnique();
    }

    /// <summary>`verify` takes a job that has failed ten times for one that is stuck.</summary>
    [Fact]
    public void No_channel_is_tried_as_often_as_a_job_that_is_stuck() =>
        ChannelList.All.ShouldAllBe(channel => channel.Patience.Pauses.Count + 1 < 10);

    [Theory]
    [InlineData("Ehf", "inv1-ehf", "send-ehf")]
    [InlineData("EInvoice", "inv1-einvoice", "send-einvoice")]
    [InlineData("Email", "inv1-email", "send-email")]
    [InlineData("Post", "inv1-post", "send-post")]
    public void Keys_and_kinds_of_jobs_are_made_of_them(string name, string key, string kind)
    {
        DispatchStore.KeyOf("INV1", name, 0).ShouldBe(key);
        DispatchStore.KeyOf("INV1", name, 2).ShouldBe($"{key}-2");
        SendDispatch.JobFor("C1", name, key).Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData(nameof(FeePayer.Corporate), "ehf", "email", "post")]
    [InlineData(nameof(FeePayer.Private), "einvoice", "email", "post")]
    public void The_words_of_fees_are_those_of_every_client(string payer, params string[] words) =>
        FirstChannels.FeeWords(Enum.Parse<FeePayer>(payer)).ShouldBe(words);
}
